"""The command line: a thin layer over the library, one file per command."""

from unvote.cli.app import app, main

__all__ = ["app", "main"]
