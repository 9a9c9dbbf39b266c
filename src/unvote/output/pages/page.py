"""Makes a page from its template: one file with its style, script and data, which loads nothing."""

import base64
import hashlib
import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from unvote._version import __version__
from unvote.analysis.cite import cite
from unvote.codes import WORDS
from unvote.output.formats import to_csv
from unvote.output.pages.pieces import shade_class
from unvote.output.palette import SHADES, VOTES
from unvote.output.sheet import Sheet, printable
from unvote.record import Record

if TYPE_CHECKING:
    import jinja2

TEMPLATES = Path(__file__).parent / "templates"


def page_of(
    template: str,
    record: Record,
    *,
    csv: pd.DataFrame,
    file: str,
    notes: Iterable[str],
    caution: str = "",
    **content: Any,
) -> str:
    """Fill in a template, with the frame that the page offers as CSV.

    `caution` goes at the top: what readers must know before they believe anything on it.
    """
    environment = _environment()
    style = (TEMPLATES / "style.css").read_text(encoding="utf-8") + _paint_rules()
    script = (TEMPLATES / "script.js").read_text(encoding="utf-8")
    data = base64.b64encode(to_csv(Sheet.from_frame(csv)).encode()).decode()
    policy = [
        "default-src 'none'",
        f"script-src '{_hash(script)}'",
        f"style-src '{_hash(style)}'",
        "base-uri 'none'",
        "form-action 'none'",
    ]
    from markupsafe import Markup

    return environment.get_template(f"{template}.html.j2").render(
        content
        | {
            "kind": template,
            "style": Markup(style),
            "script": Markup(script),
            "policy": "; ".join(policy),
            "data": data,
            "file": re.sub(r"[^A-Za-z0-9]+", "-", file).strip("-") or "votes",
            "csv_columns": list(csv),
            "csv_rows": len(csv),
            "caution": caution,
            "notes": [note for note in dict.fromkeys([*notes, *record.doubts]) if note != caution],
            "summary": record.summary,
            "edition": record.edition,
            "citations": cite(record)["citation"].tolist(),
            "version": __version__,
            "words": WORDS,
        }
    )


@cache
def _environment() -> "jinja2.Environment":
    """Return the templates, which show all values as text, never as markup."""
    import jinja2
    from markupsafe import Markup

    def harmless(value: Any) -> Any:
        if isinstance(value, str) and not isinstance(value, Markup):
            return printable(value)
        return value

    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        finalize=harmless,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.globals["twice"] = lambda values: [(value, value) for value in values]
    environment.filters |= {"percent": percent, "count": _count, "signed": _signed}
    return environment


def _hash(text: str) -> str:
    """Return the hash by which a page allows one script or style, and no other."""
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"


def _paint_rules() -> str:
    """Return the colours of votes and shades as rules of CSS."""
    paints = {
        **{letter: paint for letter, paint in VOTES.items() if paint.fill},
        **{shade_class(paint): paint for paint in SHADES},
    }
    return "".join(
        f".{kind} rect,rect.{kind}{{fill:{paint.fill}}}.{kind} text{{fill:{paint.text}}}"
        f".chip.{kind}{{background:{paint.fill};color:{paint.text}}}\n"
        for kind, paint in paints.items()
    )


def percent(value: float | None) -> str:
    """Return a share in percent, or a dash if it is missing."""
    return "–" if value is None or value != value else f"{value:.1%}"


def _count(value: int | None) -> str:
    return "–" if value is None else f"{value:,}"


def _signed(value: int | None) -> str:
    return "–" if value is None else f"{value:+,}".replace("-", "\N{MINUS SIGN}")
