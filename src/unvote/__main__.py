"""Runs the command line: `python -m unvote`."""

from unvote.cli import main

if __name__ == "__main__":
    main()
