"""Joins several sources into one record, and matches their roll calls."""
