"""Fetches files from servers: which, from where, and whether they came whole."""
