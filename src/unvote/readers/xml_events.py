"""Reads XML piece by piece, and refuses hostile XML.

It refuses a document type, which can make XML grow without end or fetch other files, and anything
deeper or longer than a record can be.
"""

from collections.abc import Mapping
from typing import Any
from xml.parsers import expat

from unvote.errors import DataError
from unvote.readers.marc import LONGEST
from unvote.readers.stream import Source, brief


class XmlReader:
    """Base class: calls `start`, `end` and `characters` for each piece of a source.

    Names are without their namespace.
    """

    # The levels that are read.
    deepest = 12

    def __init__(self, source: Source) -> None:
        self.source = source
        self.depth = 0
        self.length = 0
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.StartDoctypeDeclHandler = self._refuse_doctype
        self.parser.EntityDeclHandler = self._refuse_doctype
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._characters

    def start(self, element: str, attributes: Mapping[str, str]) -> None:
        """Take the start of an element."""

    def end(self, element: str) -> None:
        """Take the end of an element."""

    def characters(self, text: str) -> None:
        """Take a piece of text."""

    @property
    def line(self) -> int:
        """The line that is read."""
        return self.parser.CurrentLineNumber

    def parse(self) -> None:
        """Read the source to its end.

        Raises DataError if the XML is broken or hostile; the message names the line.
        """
        try:
            given = 0
            for piece in self.source.pieces():
                given += len(piece)
                self.parser.Parse(piece, False)
                if given - self.parser.CurrentByteIndex > 2 * LONGEST:
                    raise self.error("a tag that never ends")
            self.parser.Parse(b"", True)
        except DataError:
            raise
        except (LookupError, ValueError) as error:
            raise DataError(
                f"{self.source.name}: {brief(str(error))}: save the file as UTF-8"
            ) from error
        except expat.ExpatError as error:
            what = f"the XML is broken or cut short here ({expat.ErrorString(error.code)})"
            raise DataError(
                f"{self.source.name}, line {error.lineno}: {what}: fetch the file again"
            ) from error

    def error(self, what: str) -> DataError:
        """Return the error about what is read now."""
        return DataError(f"{self.source.name}, line {self.line}: {what}")

    def _refuse_doctype(self, *_: Any) -> None:
        raise self.error(
            "the XML declares a document type, which no voting record has and which is not read"
        )

    def _start(self, name: str, attributes: Mapping[str, str]) -> None:
        self.depth += 1
        if self.depth > self.deepest:
            raise self.error(
                f"the XML is nested deeper than the {self.deepest} levels that are read"
            )
        self.length = 0
        self.start(name.rpartition(" ")[2], attributes)

    def _end(self, name: str) -> None:
        self.depth -= 1
        self.end(name.rpartition(" ")[2])

    def _characters(self, text: str) -> None:
        self.length += len(text)
        if self.length > LONGEST:
            raise self.error(f"a field of more than {LONGEST:,} letters, too long for a record")
        self.characters(text)
