"""Fetches files from servers, and checks that they came whole."""
