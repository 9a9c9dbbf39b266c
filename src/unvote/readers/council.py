"""What the UN's own files of the Security Council have in common, with their traps.

If a record cannot be right, its certain part is read; the rest is left out, and a note says so.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from difflib import get_close_matches

from unvote.codes import Vote
from unvote.readers.build import some
from unvote.readers.stream import brief
from unvote.record import count_of
from unvote.world.members import members_on
from unvote.world.spelling import fold
from unvote.world.states import all_states, match_state

# Doubts in words, each with the resolutions that it is about.
Doubts = dict[str, list[str]]
# The votes of states by their codes.
Votes = dict[str, Vote]

MENDED = "with a name misspelt or cut in two, read as the only member it can be"
LEFT_OUT = "with a name that is not a member state: that vote is left out"
IN_TWO = "with a state in two lists: its vote is unknown"
ABSENT = "whose lists match the tally but leave a member out: read as not voting"
_ALIKE = 0.8
_TALLY = re.compile(r"(\d{1,2})\s*-\s*(\d{1,2})\s*-\s*(\d{1,2})(?:,\s*(\d{1,2}) absent)?")
_TITLE = re.compile(r"(?:Security Council resolution|Draft resolution)\b[^\[]{0,30}\[(.*)\]", re.S)
_YEAR = re.compile(r"\((\d{4})\)|^S/(\d{4})/")
_MONTHS = (
    *("january", "february", "march", "april", "may", "june", "july"),
    *("august", "september", "october", "november", "december"),
)
_DAY = re.compile(r"(\d{1,2})\s+([A-Za-z]{3,9})\s+(\d{4})(?!\d)|(\d{4})-(\d\d)-(\d\d)(?!\d)")
# Text in brackets, and signs that replace it while a list of sponsors is split.
_BRACKETS = re.compile(r"(\((?:[^()]|\([^()]*\))*\))")
_ON_BEHALF, _MARK, _MARKS = "(on behalf", 0xE000, re.compile("[\ue000-\uf8ff]")
# A longer entry is not a list of states.
_LONGEST = 4000
_TIME = re.compile(r"T?\d{1,2}[\d:.,Z+-]{0,30}")


def doubt(doubts: Doubts, words: str, what: str) -> None:
    """Remember what is particular about a resolution."""
    doubts.setdefault(words, []).append(what)


def notes_of(doubts: Doubts) -> list[str]:
    """Return a note for each kind of doubt, the first few by their names."""
    return [
        f"{count_of(len(found), 'resolution')} {words}: {some(found, 120)}"
        for words, found in doubts.items()
        if found
    ]


def members(day: date | None) -> frozenset[str]:
    """Return the codes of the members of the Council on a day; none if they are not known."""
    return members_on("SC", day) or frozenset()


def votes_of(
    lists: Mapping[Vote, Sequence[str]], day: date | None, symbol: str, doubts: Doubts
) -> Votes:
    """Return the votes that lists of names give for certain.

    `lists`: the names under each vote.
    `day`: the day of the vote, for who was a member.
    """
    said = {vote: _named(names, symbol, doubts) for vote, names in lists.items()}
    listed = [code for found, _ in said.values() for code in found]
    missing = members(day) - set(listed)
    votes: Votes = {}
    unknown: set[str] = set()
    for vote, (codes, strange) in said.items():
        found = [_likely(name, missing, symbol, doubts) for name in strange]
        for code in (*codes, *filter(None, found)):
            if votes.setdefault(code, vote) is not vote:
                unknown.add(code)
    for code in sorted(unknown):
        doubt(doubts, IN_TWO, f"{symbol} ({all_states()[code].name})")
        del votes[code]
    return votes


def _named(names: Sequence[str], symbol: str, doubts: Doubts) -> tuple[list[str], list[str]]:
    """Return the states that names mean, and the names that mean none; rejoin split names."""
    codes: list[str] = []
    strange: list[str] = []
    place = 0
    while place < len(names):
        name = " ".join(names[place].split())
        place += 1
        state = match_state(name, official=True)
        if state is None and place < len(names):
            whole = f"{name.rstrip('.,')} {' '.join(names[place].split())}"
            if match_state(names[place], official=True) is None:
                state = match_state(whole, official=True)
            if state:
                place += 1
                doubt(doubts, MENDED, f"{symbol} ('{brief(name)}' and the next as {state.name})")
        if state:
            codes.append(state.code)
        else:
            strange.append(name)
    return codes, strange


def _likely(name: str, missing: frozenset[str], symbol: str, doubts: Doubts) -> str | None:
    """Return the one member without a vote that a misspelt name can mean, or None."""
    known = {fold(all_states()[code].un_name): code for code in missing}
    alike = get_close_matches(fold(name)[:80], known, 2, cutoff=_ALIKE)
    if len(alike) == 1:
        code = known[alike[0]]
        doubt(doubts, MENDED, f"{symbol} ('{brief(name)}' as {all_states()[code].name})")
        return code
    doubt(doubts, LEFT_OUT, f"{symbol} ('{brief(name)}')")
    return None


def add_absent(
    votes: Votes, day: date | None, published: Mapping[str, int | None], symbol: str, doubts: Doubts
) -> None:
    """Add the members that did not vote, if by the published tally the lists are complete."""
    cast = [published.get(f"published_{name}") for name in ("yes", "no", "abstain")]
    absent = members(day) - set(votes)
    if not votes or not absent or sum(number or 0 for number in cast) != len(votes):
        return
    if cast[0] is None or any(code not in members(day) for code in votes):
        return
    names = ", ".join(sorted(all_states()[code].name for code in absent))
    doubt(doubts, ABSENT, f"{symbol} ({names})")
    votes |= dict.fromkeys(sorted(absent), Vote.NOT_VOTING)


def tally_in(text: str) -> dict[str, int | None]:
    """Return the published totals that a text gives in words.

    Examples
    --------
    >>> tally_in("Adopted (14-0-0, 1 absent), 4094th meeting")["published_not_voting"]
    1
    """
    found = _TALLY.search(text)
    names = ("yes", "no", "abstain", "not_voting")
    numbers = [int(part) if part else None for part in found.groups()] if found else []
    return {f"published_{name}": number for name, number in zip(names, numbers, strict=False)}


def day_of(text: str, symbol: str, drafted: str, doubts: Doubts) -> date | None:
    """Return the day that a text names for certain, or None; the year of the symbol counts.

    `text`: the day as the source writes it: 2 March 2022, 2022-03-02, a place behind it.
    `symbol`, `drafted`: the symbol of the resolution, and that of its draft, which name years.
    """
    found = _DAY.match(text)
    read = _date(found) if found else None
    if found is None or read is None:
        if text:
            doubt(doubts, "whose date cannot be read: it is left out", f"{symbol} ('{text[:40]}')")
        return None
    years = {int(year[1] or year[2]) for year in map(_YEAR.search, (symbol, drafted)) if year}
    if len(years) == 1 and read.year not in years:
        try:
            read = read.replace(year=years.pop())
        except ValueError:
            return None
        what = f"{symbol} ('{text[:40]}' as {read})"
        doubt(
            doubts,
            "dated in another year than its symbol and draft; the year of the symbol counts",
            what,
        )
    elif (rest := text[found.end() :].strip()) and not _TIME.fullmatch(rest):
        doubt(
            doubts, "with more than a date in the date field", f"{symbol} ('{text[:40]}' as {read})"
        )
    return read


def day_named(text: str) -> date | None:
    """Return the day that a text names and nothing else, with or without a time; else None."""
    found = _DAY.match(text)
    rest = text[found.end() :].strip() if found else ""
    return _date(found) if found and (not rest or _TIME.fullmatch(rest)) else None


def _date(found: "re.Match[str]") -> date | None:
    try:
        if found[4]:
            return date(int(found[4]), int(found[5]), int(found[6]))
        return date(int(found[3]), _MONTHS.index(found[2].casefold()) + 1, int(found[1]))
    except ValueError:
        return None


def title_in(text: str) -> str:
    """Return the title without the words that every resolution has.

    Examples
    --------
    >>> title_in("Security Council resolution 2722 (2024) [on attacks in the Red Sea]")
    'on attacks in the Red Sea'
    """
    found = _TITLE.fullmatch(text)
    return found[1] if found else text


def meeting_in(*texts: str) -> str:
    """Return the meeting that most of the texts name, or the first of them; "" if none does.

    Examples
    --------
    >>> meeting_in("S/PV.9527", "9539th meeting", "Adopted unanimously, 9539th meeting")
    'S/PV.9539'
    """
    found = [
        number
        for text in texts
        for number in re.findall(r"S/PV\.?\s*(\d{1,6})|(\d{1,6})(?:st|nd|rd|th)\b", text)[:1]
    ]
    numbers = [first or second for first, second in found]
    if not numbers:
        return ""
    best = max(numbers, key=numbers.count)
    whole = texts[0] if texts and re.match(rf"S/PV\.{best}(?!\d)", texts[0]) else ""
    return whole or f"S/PV.{best}"


def sponsors_in(text: str) -> list[str]:
    """Return the names of a list of sponsors as a text: "France, Mali and Togo".

    Examples
    --------
    >>> sponsors_in("Antigua and Barbuda, New Zealand Nicaragua, Yemen and Zimbabwe")
    ['Antigua and Barbuda', 'New Zealand', 'Nicaragua', 'Yemen', 'Zimbabwe']
    """
    names: list[str] = []
    for piece in text.split(","):
        names += _apart(" ".join(piece.split()).removeprefix("and "))
    return [name for name in names if name]


def sponsors_of(entry: str) -> list[str]:
    """Return the names of an entry in a list of sponsors: one, or several that are all states.

    Text in brackets after a state, such as "on behalf of" a group, stays with it.

    Examples
    --------
    >>> sponsors_of("Comoros Congo"), sponsors_of("submitted by the Chair, Ms. X (Mali)")
    (['Comoros', 'Congo'], ['submitted by the Chair, Ms. X (Mali)'])
    >>> sponsors_of("Iraq (on behalf of the Group of 77 and China), Oman and Uzbekistan")
    ['Iraq (on behalf of the Group of 77 and China)', 'Oman', 'Uzbekistan']
    """
    if match_state(entry, official=True) or len(entry) > _LONGEST or _MARKS.search(entry):
        return [entry]
    text, held = "", list[str]()
    for piece in _BRACKETS.split(entry):
        if _BRACKETS.fullmatch(piece) and piece.casefold().startswith(_ON_BEHALF):
            text = text.rstrip() + chr(_MARK + len(held))
            held.append(piece)
        else:
            text += piece
    names = sponsors_in(text)
    if not all(map(_is_state, names)):
        return [entry]
    return [_MARKS.sub(lambda mark: f" {held[ord(mark[0]) - _MARK]}", name) for name in names]


def _is_state(name: str) -> bool:
    return match_state(_MARKS.sub("", name), official=True) is not None


def _apart(piece: str) -> list[str]:
    """Return the names in a piece between commas: one, or several without a comma between them."""
    words = piece.split()
    if _is_state(piece) or len(words) > 20:
        return [piece]
    for cut in range(len(words) - 1, 0, -1):
        head = " ".join(words[:cut])
        rest = " ".join(words[cut:]).removeprefix("and ")
        if _is_state(head) and rest != "and":
            return [head, *_apart(rest)]
    return [piece]
