"""The board pack: a month's board bound as slides, document, page and annex, from the same calls as the screen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Literal, get_args

from metrics.board import TOPICS, Board, board
from metrics.scope import Scope
from warehouse import Warehouse

Format = Literal["pptx", "pdf", "html", "xlsx"]
FORMATS: tuple[Format, ...] = get_args(Format)

#: The media type of each form.
MEDIA: dict[Format, str] = {
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "pdf": "application/pdf",
    "html": "text/html",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}

Progress = Callable[[float, str], None]


def build(
    w: Warehouse,
    scope: Scope,
    *,
    topics: Sequence[str] = TOPICS,
    formats: Sequence[Format] = FORMATS,
    progress: Progress = lambda _share, _what: None,
) -> dict[str, bytes]:
    """The files of the pack by name. `progress` is told the share done (0 to 1) and what comes next."""
    progress(0.0, "Asking every figure")
    shown = board(w, scope, topics)
    files = {}
    for done, form in enumerate(formats, start=1):
        progress(done / (len(formats) + 1), f"Writing the {form.upper()}")
        files[file_name(shown, form)] = bound(w, shown, form)
    progress(1.0, "Done")
    return files


def bound(w: Warehouse, shown: Board, form: Format) -> bytes:
    """The board in one form."""
    if form == "pptx":
        from reports.powerpoint import slides

        return slides(shown)
    if form == "pdf":
        from reports.document import pdf

        return pdf(shown)
    if form == "html":
        from reports.page import page

        return page(shown)
    from reports.annex import annex

    return annex(w, shown)


def file_name(shown: Board, form: Format) -> str:
    """The name of a file: the month, the client where one is chosen, and the form."""
    chosen = "-".join(value for _, values in shown.scope.filters for value in values)
    plain = "".join(letter if letter.isalnum() else "-" for letter in chosen).strip("-")[:60]
    return f"board_{shown.month}{f'_{plain}' if plain else ''}.{form}"


def write(files: dict[str, bytes], folder: Path) -> list[Path]:
    """Write the files into a folder, which is made where there is none."""
    if folder.exists() and not folder.is_dir():
        raise NotADirectoryError(f"{folder} is a file, not a folder: name another with --out.")
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name, content in files.items():
        place = folder / name
        half = place.with_suffix(place.suffix + ".part")
        half.write_bytes(content)
        half.replace(place)
        written.append(place)
    return written
