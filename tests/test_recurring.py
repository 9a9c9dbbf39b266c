"""Texts that come back: which titles are the same."""

import io

import pytest

import unvote
from unvote.analysis.recurring import title_keys

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
