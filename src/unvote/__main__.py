"""Runs the command line: `unvote`, and `python -m unvote`."""

import sys

INTERRUPTED = 130


def main() -> None:
    """Run the program; also while it is being loaded an interrupt ends it without a traceback."""
    try:
        from unvote.cli import main as run

        run()
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)
    except Exception as error:
        from unvote.errors import is_interrupt

        if is_interrupt(error):
            sys.exit(INTERRUPTED)
        raise


if __name__ == "__main__":
    main()
