"""Runs the command line: `unvote`, and `python -m unvote`."""

import signal
import sys
from time import monotonic

INTERRUPTED = 130
# Seconds in which a second Ctrl-C does nothing: what was begun is being cleared away.
CLEARING = 1.0
_last = [-CLEARING]


def main() -> None:
    """Run the program; also while it is being loaded an interrupt ends it without a traceback."""
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, _interrupt)
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
    finally:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # nothing is left to interrupt


def _interrupt(*_: object) -> None:
    if monotonic() > _last[0] + CLEARING:
        _last[0] = monotonic()
        raise KeyboardInterrupt


if __name__ == "__main__":
    main()
