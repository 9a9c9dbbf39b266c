"""What people see while they wait, and what is refused because it would not fit."""

import io
import sys
from pathlib import Path

import pytest

import unvote
from conftest import run_unvote
from unvote import memory
from unvote.cli import waiting as bars
from unvote.cli.waiting import answer_now, waiting
from unvote.progress import steps, tell, telling


class Terminal(io.StringIO):
    """A standard error that is a terminal."""

    def isatty(self) -> bool:
        return True


def on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> Terminal:
    """Let the standard error be a terminal, on which a bar can be drawn."""
    shown = Terminal()
    monkeypatch.setattr(sys, "stderr", shown)
    for name, value in (("TERM", "xterm"), ("COLUMNS", "80")):
        monkeypatch.setenv(name, value)
    return shown


def seen(terminal: Terminal, *, quiet: bool = False, after: float = 0) -> str:
    """Return what a terminal shows during a long computation of three steps."""
    with waiting(quiet, "working", after=after):
        for bar in bars._shown:
            bar._timer.join()
        for _ in steps(range(3), "counting pairs"):
            pass
        answer_now()
        tell("too late")
    return terminal.getvalue()


def test_a_terminal_shows_what_is_done_until_the_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = on_a_terminal(monkeypatch)
    text = seen(terminal)
    assert "counting pairs" in text
    assert "too late" not in text
    assert text.endswith("\x1b[1A\x1b[2K")  # the line of the bar is taken away


def test_neither_quiet_nor_a_pipe_shows_it(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = on_a_terminal(monkeypatch)
    assert seen(terminal, quiet=True) == ""
    pipe = io.StringIO()
    monkeypatch.setattr(sys, "stderr", pipe)
    with waiting(quiet=False, after=0):
        tell("counting")
    assert pipe.getvalue() == ""


def test_what_is_quick_shows_none(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = on_a_terminal(monkeypatch)
    with waiting(quiet=False, after=60):
        tell("counting")
    assert terminal.getvalue() == ""


def test_a_terminal_that_cannot_move_its_cursor_shows_none(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = on_a_terminal(monkeypatch)
    monkeypatch.setenv("TERM", "dumb")
    assert seen(terminal) == ""


def test_an_interrupt_takes_the_bar_away(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = on_a_terminal(monkeypatch)

    def interrupted() -> None:
        with waiting(quiet=False, after=0):
            [bar] = bars._shown
            bar._timer.join()
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert (bars._shown, terminal.getvalue()[-8:]) == ([], "\x1b[1A\x1b[2K")


def test_long_answers_tell_how_far_they_are(embedded: unvote.Record) -> None:
    told: list[tuple[str, int | None, int | None]] = []
    with telling(lambda *what: told.append(what)):
        unvote.align(embedded, all_pairs=True, among="NATO", interval=True, by="year")
    kinds = dict.fromkeys(doing for doing, _, _ in told)
    assert list(kinds) == ["counting pairs", "resampling"]
    assert all(done < total for _, done, total in told if done is not None and total is not None)
    resampled = [(done, total) for doing, done, total in told if doing == "resampling"]
    assert resampled[0][0] == 0
    assert {total for _, total in resampled} == {32 * 31 // 2}  # the pairs of each year
    assert [done for done, _ in resampled] == sorted({done for done, _ in resampled})


def test_what_would_not_fit_is_refused_before_it_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "memory_of_the_machine", lambda: 10**8)
    result = run_unvote("align", "--all", "--by", "resolution")
    assert (result.code, result.out) == (2, "")
    assert result.err.count("\n") == 1
    assert "pairs in 21 slices would take about" in result.err
    assert ": ask for some states, fewer roll calls (--from) or larger slices" in result.err


def test_a_container_has_the_memory_of_its_limit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    limit = tmp_path / "memory.max"
    monkeypatch.setattr(memory, "_LIMITS", (limit,))
    whole = memory.memory_of_the_machine()
    limit.write_text("max\n")
    assert memory.memory_of_the_machine() == whole
    limit.write_text("1000000\n")
    assert memory.memory_of_the_machine() == 1_000_000
