"""Draws the tile map: the votes in a roll call, or a measure."""

from rich.console import Console

from unvote.analysis.tilemap import Shaded
from unvote.answer import Answer
from unvote.errors import NothingSelectedError
from unvote.output.figures.picture import NOTHING, Picture
from unvote.output.figures.tiles import tiles, vote_map
from unvote.output.palette import shade_paints
from unvote.output.terminal.tilemap import print_shades, print_vote_maps
from unvote.world.states import State, members_on


def draw(console: Console, answer: Answer) -> None:
    """Print the map of each roll call, or of a measure."""
    facts = answer.facts
    if not hasattr(facts, "measure"):
        print_vote_maps(console, facts.record, answer.frame, facts.checked)
        return
    console.print(f"{_title(facts)}\n", style="bold")
    values, own = _values(answer), _own(facts)
    print_shades(console, values, facts.record.last_day, own=own, share=facts.measure.is_share)


def picture(answer: Answer, most: int) -> Picture:
    """Return the map of the one roll call, or of a measure."""
    facts = answer.facts
    if not hasattr(facts, "measure"):
        return vote_map(facts.record, answer.frame, facts.checked.frame)
    if answer.frame[facts.measure.name].isna().all():
        raise NothingSelectedError(NOTHING)
    share = facts.measure.is_share
    paints, legend = shade_paints(_values(answer), own=_own(facts), share=share)
    others = members_on(facts.record.last_day) - set(paints)
    title = _title(facts)
    return tiles(paints, legend, title[:1].upper() + title[1:], others)


def _values(answer: Answer) -> dict[str, float]:
    frame, measure = answer.frame, answer.facts.measure
    return dict(zip(frame["state"], frame[measure.name], strict=True))


def _own(facts: Shaded) -> str | None:
    """Return the code of the state that all others are compared with; None for a group."""
    return facts.actor.code if isinstance(facts.actor, State) else None


def _title(facts: Shaded) -> str:
    return f"{facts.measure.title} with {facts.actor.name}"
