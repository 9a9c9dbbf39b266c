"""Fetches files from servers, and checks that they are complete."""
