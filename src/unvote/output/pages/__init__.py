"""HTML pages, one module per kind of page; templates write what these modules find out."""
