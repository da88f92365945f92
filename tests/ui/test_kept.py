"""What is kept is asked once, never given for another question, and does not grow without end."""

from __future__ import annotations

from ui.kept import kept


def test_a_question_is_asked_once_and_another_content_asks_again() -> None:
    asked: list[tuple[str, str]] = []

    @kept(most=10)
    def answer(content_id: str, _warehouse: object, scope: str) -> str:
        asked.append((content_id, scope))
        return f"{content_id} {scope}"

    assert answer("one", object(), "May") == answer("one", object(), "May") == "one May"
    assert answer("one", object(), "June") == "one June"
    assert answer("two", object(), "May") == "two May"
    assert asked == [("one", "May"), ("one", "June"), ("two", "May")]


def test_only_the_newest_are_kept() -> None:
    asked: list[int] = []

    @kept(most=2)
    def answer(number: int) -> int:
        asked.append(number)
        return number

    for number in (1, 2, 1, 3, 1, 2):
        answer(number)
    assert asked == [1, 2, 3, 2], "2 made room for 3; 1 had just been asked for"
