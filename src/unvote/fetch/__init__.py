"""What can be had from servers: which files, from where, and whether they came whole."""
