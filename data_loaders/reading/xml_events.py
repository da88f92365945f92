"""Streams XML through expat with nothing followed and nothing unbounded: no DOCTYPE, no entities, limited depth."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from xml.parsers import expat

from .tables import Limits, ReadingError

Attributes = dict[str, str]
# expat before 2.6 rereads an unfinished tag with every piece fed, so one without an end must be stopped.
_UNFINISHED_AT_MOST = 16 * 1024 * 1024


class XmlStream:
    """Calls start(name, attributes), end(name) and text(data) with names without their prefix.

    `open_tags` is the number of elements open at this moment.
    """

    def __init__(
        self,
        part: str,
        limits: Limits,
        start: Callable[[str, Attributes], None],
        end: Callable[[str], None],
        text: Callable[[str], None],
    ) -> None:
        self.open_tags = 0
        self._part = part
        self._fed = 0
        parser = self._parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.buffer_size = 262_144
        depth, attribute_limit = limits.depth, limits.attributes
        local: dict[str, str] = {}

        def on_start(name: str, attributes: Attributes) -> None:
            self.open_tags += 1
            if self.open_tags > depth or len(attributes) > attribute_limit:
                raise ReadingError(
                    "xml-bomb",
                    "The file's XML is nested or stuffed beyond what any spreadsheet needs; it was not read.",
                )
            plain = local.get(name)
            if plain is None:
                plain = name.rsplit(":", 1)[-1]
                if len(local) < 1_000:
                    local[name] = plain
            start(plain, attributes)

        def on_end(name: str) -> None:
            self.open_tags -= 1
            end(local.get(name) or name.rsplit(":", 1)[-1])

        parser.StartElementHandler = on_start
        parser.EndElementHandler = on_end
        parser.CharacterDataHandler = text
        parser.StartDoctypeDeclHandler = _refuse_doctype
        parser.EntityDeclHandler = _refuse_doctype

    def feed(self, data: bytes) -> None:
        """Parse the next bytes."""
        self._parse(data, False)
        self._fed += len(data)
        if self._fed - self._parser.CurrentByteIndex > _UNFINISHED_AT_MOST:
            raise ReadingError("xml-bomb", "The file's XML has a tag of many megabytes; it was not read.")

    def close(self) -> None:
        """Parse to the end; what is unfinished now is damaged."""
        self._parse(b"", True)

    def _parse(self, data: bytes, last: bool) -> None:
        try:
            self._parser.Parse(data, last)
        except expat.ExpatError as error:
            raise ReadingError(
                "damaged",
                f"The file is damaged: its part “{self._part}” is not valid XML (line "
                f"{error.lineno}). Please export it again, or open and save it in the program it came "
                "from.",
            ) from error
        except (ValueError, UnicodeError) as error:
            raise ReadingError(
                "damaged",
                f"The file is damaged: its part “{self._part}” cannot be decoded. Please export it again.",
            ) from error


def _refuse_doctype(*_: object) -> None:
    raise ReadingError(
        "entity-bomb",
        "The file's XML declares entities, which no spreadsheet program does and "
        "attackers do; it was not read.",
    )


def parse(
    chunks: Iterable[bytes],
    part: str,
    limits: Limits,
    start: Callable[[str, Attributes], None],
    end: Callable[[str], None] = lambda name: None,
    text: Callable[[str], None] = lambda data: None,
) -> None:
    """Parse a whole part."""
    stream = XmlStream(part, limits, start, end, text)
    for chunk in chunks:
        stream.feed(chunk)
    stream.close()
