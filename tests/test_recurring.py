"""Texts that come back: which titles are the same."""

import io

import pytest

import unvote
from unvote.analysis.recurring import (
    names_since,
    plain_words,
    predecessors,
    text_codes,
    text_names,
    title_keys,
    whole_titles,
)

EMBARGO = "Necessity of ending the economic, commercial and financial embargo imposed against Cuba"


def keys(*titles: str, agenda: str = "") -> list[str]:
    rows = [
        f'USA,Y,A/RES/{70 + number}/1,"{title}","{agenda}"' for number, title in enumerate(titles)
    ]
    header = "ms_code,ms_vote,resolution,title,agenda_title"
    return list(title_keys(unvote.read(io.BytesIO("\n".join([header, *rows]).encode()))))


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("The Syrian Golan", "THE SYRIAN GOLAN", True),
        ("Crimea and Sevastopol (Ukraine)", "Crimea and Sevastopol, Ukraine", True),
        ("Chair of the Group of 77 for 2019", "Chair of the Group of 77 for 2020", True),
        ("Jerusalem", "Jerusalem : resolution / adopted by the General Assembly", True),
        (EMBARGO, EMBARGO[:60], True),
        ("Jerusalem", "Jerusalem, university", False),
        ("Nuclear testing", "Nuclear testing in Africa", False),
        # Of 60 letters, but not cut: it ends in a year.
        (
            "Questions relating to the proposed programme budget for 2022",
            "Questions relating to the proposed programme budget for the biennium 2008-2009",
            False,
        ),
    ],
)
def test_titles_that_come_back(one: str, other: str, same: bool) -> None:
    first, second = keys(one, other)
    assert (first == second) == same


def test_a_cut_title_that_two_whole_ones_begin_with_is_left_as_it_is() -> None:
    long = "Implementation of the Convention on the Prohibition of the Use of"
    mines, chemicals, cut = keys(f"{long} Mines", f"{long} Chemicals", long[:60])
    assert cut not in (mines, chemicals)


def test_a_cut_title_goes_on_in_its_agenda_item() -> None:
    cut, _ = keys(EMBARGO[:60], "", agenda=f"{EMBARGO} : resolution / adopted")
    assert cut.endswith("imposed against cuba")
    assert keys("", agenda=EMBARGO) == [""]


def test_the_librarys_title_among_the_agenda_items_is_the_title() -> None:
    ending = " : resolution / adopted by the General Assembly"
    assert keys("PALESTINE QUESTION", "Jerusalem", agenda=f"Jerusalem{ending}") == ["jerusalem"] * 2
    assert keys("", agenda=f"{EMBARGO}{ending}") == keys(EMBARGO)
    record = of_texts([("70", "Palestine", f"The Syrian Golan{ending}"), ("71", "Jerusalem", "x")])
    assert list(whole_titles(record)) == ["The Syrian Golan", "Jerusalem"]


def test_numbers_of_resolutions_do_not_count() -> None:
    one, other, third = keys(
        "Implementation of resolution 41/45 of 1986",
        "Implementation of resolution 43/62 of 1988",
        "Implementation of resolution 41 of 1986",
    )
    assert one == other != third


def test_words_in_capitals_and_the_agenda_item_are_both_names() -> None:
    record = of_texts([("50", "CUBA, U.S. EMBARGO", EMBARGO), ("50", "APARTHEID", "TO CONDEMN IT")])
    assert text_names(record) == [(keys(EMBARGO)[0], "cuba u s embargo"), ("apartheid",)]


def of_texts(texts: list[tuple[str, str, str]], days: list[str] | None = None) -> unvote.Record:
    """Return a record of roll calls given as session, title and agenda item, in this order."""
    rows = [
        f'USA,Y,A/RES/{session}/{number},{session},"{title}","{agenda}",'
        f"{days[number] if days else f'2000-01-{number + 1:02}'},{number + 1}"
        for number, (session, title, agenda) in enumerate(texts)
    ]
    header = "ms_code,ms_vote,resolution,session,title,agenda_title,date,undl_id"
    return unvote.read(io.BytesIO("\n".join([header, *rows]).encode()))


@pytest.mark.parametrize(
    ("texts", "rows", "several"),
    [
        # The last session before, not the first; a session without the text is passed over.
        ([("1", "Peace", ""), ("2", "Peace", ""), ("4", "peace", "")], [(), (0,), (1,)], []),
        # Two of one session share the title: neither has a predecessor or is one.
        (
            [("1", "Peace", ""), ("2", "Peace", ""), ("2", "Peace", ""), ("3", "Peace", "")],
            [(), (), (), ()],
            [1, 2, 3],
        ),
        # The agenda item distinguishes two that share their words in capitals …
        (
            [("50", "WAR", "On one"), ("50", "WAR", "On two"), ("51", "WAR", "On two")],
            [(), (), (1,)],
            [],
        ),
        # … and goes on as the title of later sessions, as do the words.
        ([("57", "CUBA", EMBARGO), ("58", EMBARGO, ""), ("59", "CUBA", "")], [(), (0,), (0,)], []),
        # No title, no text; a year is no name either.
        (
            [("1", "", ""), ("2", "", ""), ("3", "1999", ""), ("4", "2000", "")],
            [(), (), (), ()],
            [],
        ),
    ],
)
def test_predecessors(
    texts: list[tuple[str, str, str]], rows: list[tuple[int, ...]], several: list[int]
) -> None:
    found = predecessors(of_texts(texts))
    assert found.rows == rows
    assert list(found.several.nonzero()[0]) == several


def test_emergency_special_sessions_go_by_days() -> None:
    days = ["2020-01-01", "2020-01-01", "2020-02-01", "2020-02-02", "2020-03-01"]
    texts = [(session, "Peace", "") for session in ("ES-11", "ES-11", "ES-11", "ES-10", "ES-11")]
    assert predecessors(of_texts(texts, days)).rows == [(), (), (0, 1), (), (2,)]


def test_texts_are_numbered_in_the_order_in_which_they_come() -> None:
    texts = [("70", "Peace", ""), ("ES-11", "War", ""), ("71", "", ""), ("71", "PEACE", "")]
    texts += [("ES-11", "Peace", ""), ("72", "", "")]
    assert text_codes(of_texts(texts)).tolist() == [0, 1, 2, 0, 1, 3]


def test_votes_on_parts_are_no_predecessors() -> None:
    rows = [
        "ms_code,ms_vote,resolution,title,vote_note",
        "USA,Y,A/RES/70/1,Peace,Paragraph",
        "USA,Y,A/RES/71/1,Peace,",
        "USA,Y,A/RES/72/1,Peace,Paragraph",
        "USA,Y,A/RES/73/1,Peace,",
    ]
    record = unvote.read(io.BytesIO("\n".join(rows).encode()))
    assert predecessors(record).rows == [(), (), (), (1,)]


def test_the_librarys_title_needs_no_blank_before_its_colon() -> None:
    title = "Transparency and confidence-building measures in outer space activities"
    one = keys("OUTER SPACE", agenda=f"{title}: resolution / adopted by the General Assembly")
    assert one == keys(title)


@pytest.mark.parametrize(
    ("now", "then", "again"),
    [
        (
            "Necessity of ending the embargo imposed by the United States of America against Cuba",
            "Necessity of ending the embargo imposed by the United States against Cuba",
            True,
        ),
        ("The situation of human rights in Iran", "The situation of human rights in Iraq", False),
        ("Towards a nuclear-weapon-free world", "Nuclear tests", False),
    ],
)
def test_a_title_that_has_changed_a_little_is_the_same_text(
    now: str, then: str, again: bool
) -> None:
    # The fewer titles have a word, the more it weighs.
    others = [(session, f"{other} {session}", "") for session in "67" for other in OTHERS]
    record = of_texts([("76", then, ""), ("78", now, ""), *others])
    titles = record.rollcalls["title"].tolist()
    before = predecessors(record).rows[titles.index(now)]
    assert before == ((titles.index(then),) if again else ())


def test_a_text_keeps_its_name_and_its_number_when_its_title_changes() -> None:
    then, now = (f"Embargo imposed by the United States{more} against Cuba" for more in OF)
    others = [(session, f"{other} {session}", "") for session in "679" for other in OTHERS]
    ours = [("75", then, ""), ("76", then, ""), ("77", now, ""), ("79", now, "")]
    record = of_texts([*ours, *others])
    titles, codes = record.rollcalls["title"].tolist(), text_codes(record)
    places = [row for row, title in enumerate(titles) if title in (now, then)]
    assert len({codes[row] for row in places}) == 1
    assert (codes == codes[places[0]]).sum() == len(places) == 4
    was, new = (plain_words(title) for title in (then, now))
    names = names_since(record)
    assert [names[row] for row in places] == [(was,), (was,), (new, was), (new, was)]


OF = "", " of America"
OTHERS = (
    "Situation of human rights of migrants",
    "Human rights and the environment",
    "The right to food",
    "The situation of women and girls",
    "Cooperation between the United Nations and the League of Arab States",
    "The situation in the Middle East",
    "The law of the sea",
    "Effects of atomic radiation",
)
