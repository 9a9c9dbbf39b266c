"""Pages in HTML, one module a kind of page; the templates write what these modules find out."""
