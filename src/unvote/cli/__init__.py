"""The command line: a thin layer, one file a command, over the library."""

from unvote.cli.app import app, main

__all__ = ["app", "main"]
