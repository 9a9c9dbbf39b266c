"""What leaves unvote: tables and drawings for people, pictures, pages, CSV and its kin."""
