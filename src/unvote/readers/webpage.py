"""Votes in a saved web page: a record of the UN Digital Library, a press release."""

from html.parser import HTMLParser

from unvote.errors import DataError
from unvote.readers.document import document_of, text_of
from unvote.readers.stream import Source
from unvote.readers.text import has_votes, record_of
from unvote.record import Record

# The tags that begin a new line, and those whose text is not shown.
_NAMES = (
    "address|article|aside|blockquote|br|caption|dd|div|dl|dt|fieldset|figcaption|footer|form|h1|h2"
    "|h3|h4|h5|h6|header|hr|li|main|nav|ol|option|p|pre|section|table|tbody|tr|ul"
)
_BLOCKS = frozenset(_NAMES.split("|"))
_CELLS = {"td", "th"}
_UNSEEN = {"script", "style", "template", "head", "noscript", "svg"}
# The library writes nothing between the name of a field and its value.
_FIELD = {"title", "value"}


def read(source: Source, *, organ: str | None = None, one: bool = False) -> Record:
    """Read the votes of a web page into a Record.

    `source`: the page, in HTML.
    `one`: refuse several votes, as for a text.
    Raises DataError if the page holds no vote, or a list holds anything but states; the message
    names the line.
    """
    seen = _Seen()
    try:
        seen.feed(text_of(source))
        seen.close()
    except AssertionError as error:  # Python's parser reports a declaration cut short
        raise DataError(f"{source.name}: the page is broken: save it again") from error
    document = document_of(source.name, [(f"line {line}", text) for line, text in seen.lines()])
    if not has_votes(document.text):
        raise DataError(f"{source.name}: {NO_DATA}")
    return record_of(document, organ, one=one)


NO_DATA = (
    "this is a web page and no data: open its address in a browser and save the file there"
    " (the UN Digital Library answers programs with a page)"
)


class _Seen(HTMLParser):
    """Collects the visible text of a page, line by line."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[tuple[int, list[str]]] = [(1, [])]
        self.unseen = 0

    def lines(self) -> list[tuple[int, str]]:
        """Return each line of text, and the line of the source on which it begins."""
        return [(line, " ".join("".join(words).split(" "))) for line, words in self.found]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _UNSEEN:
            self.unseen += 1
        kinds = next((value or "" for name, value in attrs if name == "class"), "")
        if tag in _BLOCKS or (tag == "span" and _FIELD & set(kinds.split())):
            self._break()
        elif tag in _CELLS:
            self.found[-1][1].append("\t")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _UNSEEN:
            self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if tag in _UNSEEN:
            self.unseen = max(self.unseen - 1, 0)
        if tag in _BLOCKS:
            self._break()

    def handle_data(self, data: str) -> None:
        if self.unseen:
            return
        text = " ".join(data.split())
        left = " " if data[:1].isspace() else ""
        right = " " if text and data[-1:].isspace() else ""
        if text and not self.found[-1][1]:
            self.found[-1] = (self.getpos()[0], [])
        self.found[-1][1].append(f"{left}{text}{right}")

    def _break(self) -> None:
        if self.found[-1][1]:
            self.found.append((self.getpos()[0], []))
