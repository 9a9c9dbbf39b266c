"""unvote data pull."""

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from unvote.cli.data.common import Replace, import_and_report
from unvote.cli.failures import say
from unvote.cli.options import FillAbsent, Output
from unvote.cli.waiting import waiting

if TYPE_CHECKING:
    from unvote.fetch.catalogue import Download

EXAMPLES = """\
  unvote data pull
  unvote data pull --source unxml
  unvote data pull --source unxml,voeten --fill-absent
  unvote data pull --source library
"""


def pull(
    output: Output,
    source: Annotated[
        str,
        typer.Option(
            metavar="NAMES",
            help="unxml (the UN's extracts: General Assembly, 2019 onward; Security Council, 2000"
            " onward), unvotes (the R package, 1946 to 2019), voeten (the edition at the Harvard"
            " Dataverse), library (the UN Digital Library, with your own key in"
            " UNVOTE_LIBRARY_KEY).",
        ),
    ] = "unxml,unvotes",
    from_url: Annotated[
        str | None,
        typer.Option(
            "--from-url",
            metavar="URL",
            envvar="UNVOTE_DOWNLOADS",
            help="Fetch from another address, where each file lies under SOURCE/NAME.",
        ),
    ] = None,
    fill_absent: FillAbsent = False,
    replace: Replace = False,
) -> None:
    """Says what it is about to fetch, from where and how large, before it goes to the network.

    The answer lists the roll calls that are new in the record, if any. `--added last` selects them
    in every command.

    The UN Digital Library, the most authoritative source, answers programs only with a key, which
    it gives to those who ask. Set UNVOTE_LIBRARY_KEY to your key, and `--source library` fetches
    the newest voting records, page by page, until none is new. If it is stopped, the next run
    continues there. Without a key, open the page in a browser, save the CSV file, and run `unvote
    data import FILE`:

    \b
    General Assembly  https://digitallibrary.un.org/record/4060887
    Security Council  https://digitallibrary.un.org/record/4055387
    """  # noqa: D301
    import os

    from unvote.fetch import library
    from unvote.fetch.catalogue import downloads
    from unvote.fetch.client import PATIENCE, Network
    from unvote.fetch.files import fetch_all
    from unvote.record import count_of
    from unvote.store.location import cache
    from unvote.store.read import known_numbers

    sources = [name.strip() for name in source.split(",")]
    announced = downloads(sources, from_url)
    if not output.quiet:
        _announce(announced)
    paths = []
    failures: list[str] = []
    with waiting(output.quiet, "fetching", after=0):
        if any(one.kind != "search" for one in announced):
            paths += fetch_all(sources, cache(), base=from_url, failed=failures.append)
        searches = [one for one in announced if one.kind == "search"]
        for search in searches:
            known, key = known_numbers("undl"), os.environ.get(library.KEY)
            with Network(PATIENCE) as network:
                found = library.fetch_newest(network, search, key, known, cache())
            paths += [found.path] if found.path else []
    for failure in failures:
        say(failure)
    for _ in searches if not output.quiet else ():
        say(f"{count_of(found.records, 'new voting record')} in the library")
    names = [str(path) for path in paths]
    code = import_and_report(names, output, fill=fill_absent, replace=replace, list_new=True)
    for search in searches:
        library.forget(search, cache())
    if code:
        raise typer.Exit(code)


def _announce(announced: Sequence["Download"]) -> None:
    files = [one for one in announced if one.kind != "search"]
    if files:
        size = sum(one.size or 0 for one in files) / 1e6
        hosts = ", ".join(dict.fromkeys(one.url.split("/")[2] for one in files))
        say(f"about to fetch {len(files)} files, about {size:.0f} MB, from {hosts}")
    folders = Counter(one.url.rpartition("/")[0] for one in announced if one.part)
    for folder, number in folders.items():
        say(f"  {folder}/ ({number} of the Security Council)")
    for one in (one for one in announced if not one.part):
        large = f" ({one.size / 1e6:.2f} MB)" if one.size else ""
        pages = ", page by page until nothing is new" if one.kind == "search" else ""
        there = ", if it is there" if one.optional else ""
        say(f"  {one.url.replace('{name}', '…')}{large}{pages}{there}")
