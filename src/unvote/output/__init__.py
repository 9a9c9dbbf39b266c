"""All output of unvote: tables, drawings, pictures, pages, CSV and other files."""
