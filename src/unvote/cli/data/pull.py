"""unvote data pull."""

from typing import Annotated

import typer

from unvote.cli.data.common import FillAbsent, import_and_report, progress_shown
from unvote.cli.failures import say
from unvote.cli.options import Output

EXAMPLES = """\
  unvote data pull
  unvote data pull --source unxml
  unvote data pull --source unxml,voeten --fill-absent
"""


def pull(
    output: Output,
    source: Annotated[
        str,
        typer.Option(
            metavar="NAMES",
            help="unxml (the UN's extract, 2019 onward), unvotes (the R package, 1946 to 2019),"
            " voeten (the edition at the Harvard Dataverse).",
        ),
    ] = "unxml,unvotes",
    from_url: Annotated[
        str | None,
        typer.Option(
            "--from-url",
            metavar="URL",
            envvar="UNVOTE_DOWNLOADS",
            help="Fetch from another address, where each file lies under SOURCE/NAME.",
            show_default=False,
        ),
    ] = None,
    fill_absent: FillAbsent = False,
) -> None:
    """Says what it is about to fetch, from where and how large, before it goes to the network.

    The UN Digital Library, the most authoritative source, refuses programs. Open its page in a
    browser, save the CSV file, and run `unvote data import FILE`:

    \b
    General Assembly  https://digitallibrary.un.org/record/4060887
    Security Council  https://digitallibrary.un.org/record/4055387
    """  # noqa: D301
    from unvote.fetch.catalogue import downloads
    from unvote.fetch.files import fetch_all
    from unvote.store.location import cache

    sources = [name.strip() for name in source.split(",")]
    announced = downloads(sources, from_url)
    if not output.quiet:
        size = sum(one.size or 0 for one in announced) / 1e6
        hosts = ", ".join(dict.fromkeys(one.url.split("/")[2] for one in announced))
        say(f"about to fetch {len(announced)} files, about {size:.0f} MB, from {hosts}")
        for one in announced:
            large = f" ({one.size / 1e6:.2f} MB)" if one.size else ""
            say(f"  {one.url.replace('{name}', '…')}{large}{', if it is there' * one.optional}")
    with progress_shown(output) as show:
        paths = fetch_all(sources, cache(), base=from_url, progress=show)
    import_and_report([str(path) for path in paths], output, fill=fill_absent)
