"""What is kept is asked once, never given for another question, and does not grow without end."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest

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


def test_who_asks_the_same_at_once_waits_for_one_answer_and_nobody_waits_for_another() -> None:
    asked: list[str] = []
    first_is_asking, may_answer = Event(), Event()

    @kept(most=10)
    def answer(question: str) -> str:
        asked.append(question)
        if question == "slow":
            first_is_asking.set()
            assert may_answer.wait(20)
        return question.upper()

    with ThreadPoolExecutor(4) as pool:
        same = [pool.submit(answer, "slow") for _ in range(3)]
        assert first_is_asking.wait(20)
        assert pool.submit(answer, "other").result(20) == "OTHER"
        may_answer.set()
        assert [one.result(20) for one in same] == ["SLOW"] * 3
    assert asked == ["slow", "other"]


def test_a_question_that_failed_is_asked_again() -> None:
    asked: list[int] = []

    @kept(most=10)
    def answer(number: int) -> int:
        asked.append(number)
        if len(asked) == 1:
            raise ValueError("the disk was busy")
        return number

    with pytest.raises(ValueError, match="busy"):
        answer(1)
    assert answer(1) == 1
