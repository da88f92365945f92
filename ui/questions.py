"""The question each page answers, from its own script."""

import ast
from functools import cache
from pathlib import Path

PAGES = Path(__file__).resolve().parent.parent / "pages"


@cache
def question_of(path: str) -> str:
    """The question of a page by its path under pages/: its docstring."""
    return ast.get_docstring(ast.parse((PAGES / path).read_text(encoding="utf-8"))) or ""
