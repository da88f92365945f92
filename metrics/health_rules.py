"""The rules that colour the portfolio wall: a file a manager can read, change in the app, and put back."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from metrics.declared import UnknownMetricError, metric_named
from warehouse import Warehouse

Dimension = Literal["delivery", "stability", "sla", "budget", "mood", "risk"]
DIMENSIONS: tuple[Dimension, ...] = ("delivery", "stability", "sla", "budget", "mood", "risk")

Colour = Literal["red", "amber", "green", "grey"]

#: From good to bad; grey stands between, because it hides green but not amber.
SEVERITY: Mapping[Colour, int] = {"green": 0, "grey": 1, "amber": 2, "red": 3}

#: Measures that are worked out and no metric of their own.
WORKED_OUT = (
    "budget_landing",
    "milestone_slip",
    "urgent_incident_signal",
    "availability",
    "worst_risk",
    "escalations_30_days",
)

#: Where the rules of this warehouse are kept; without any, those of the file beside this module hold.
COLLECTION, KEY = "health_rules", "rules"
DEFAULT_FILE = Path(__file__).with_name("health_rules.toml")


class RulesError(ValueError):
    """The text holds no valid rules; the message says what, where, and how to put it right."""


class Rule(BaseModel):
    """One thing measured for one dimension; the meaning of each field is at the head of the rules file."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    dimension: Dimension
    measure: str
    target: float | None = None
    targets: Mapping[str, float] = Field(default_factory=dict)
    amber_below: float | None = None
    amber_above: float | None = None
    red_below: float | None = None
    red_above: float | None = None
    proof_below: float | None = None
    proof_above: float | None = None
    minimum_n: int = Field(default=1, ge=0)
    window_days: int = Field(default=30, ge=0)
    cadence_days: int = Field(default=31, ge=1)
    periods: int = Field(default=1, ge=1, le=6)
    required: bool = False
    page: str = ""

    @model_validator(mode="after")
    def _can_be_judged(self) -> Rule:
        limits = (self.amber_below, self.amber_above, self.red_below, self.red_above)
        if all(limit is None for limit in limits):
            raise ValueError("give at least one of amber_below, amber_above, red_below, red_above")
        for near, far, words in (
            (self.amber_below, self.red_below, "red_below must not be above amber_below"),
            (-self.amber_above if self.amber_above is not None else None,
             -self.red_above if self.red_above is not None else None, "red_above must not be below amber_above"),
        ):  # fmt: skip
            if near is not None and far is not None and far > near:
                raise ValueError(words)
        if self.measure not in WORKED_OUT:
            try:
                metric_named(self.measure)
            except UnknownMetricError as problem:
                raise ValueError(f"{problem} Measures worked out here: {', '.join(WORKED_OUT)}.") from None
        return self

    def target_for(self, part: str, contract_target: float | None = None) -> float | None:
        """The target of one client or service: its own, else its contract's, else the rule's."""
        if part in self.targets:
            return self.targets[part]
        return contract_target if contract_target is not None and self.target is not None else self.target


class Rules(BaseModel):
    """All rules, and the dimensions that decide the colour of the whole."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    mandatory: tuple[Dimension, ...] = DIMENSIONS[:5]
    rule: tuple[Rule, ...]

    def of(self, dimension: Dimension) -> tuple[Rule, ...]:
        """The rules of one dimension."""
        return tuple(rule for rule in self.rule if rule.dimension == dimension)


def parse(text: str) -> Rules:
    """The rules a text says; RulesError in one sentence where it says none.

    >>> parse("mandatory = [")
    Traceback (most recent call last):
    metrics.health_rules.RulesError: The rules are not valid TOML: Invalid value (at end of document).
    """
    try:
        return Rules.model_validate(tomllib.loads(text))
    except tomllib.TOMLDecodeError as problem:
        raise RulesError(f"The rules are not valid TOML: {problem}.") from None
    except ValidationError as problem:
        first = problem.errors()[0]
        place = " → ".join(str(part + 1) if isinstance(part, int) else str(part) for part in first["loc"])
        said = str(first["msg"]).removeprefix("Value error, ").rstrip(".")
        raise RulesError(f"In {place or 'the rules'}: {said}. Nothing was saved.") from None


def text_of(chosen: Rules) -> str:
    """Rules as the text that `parse` reads; only what differs from a rule's defaults is written.

    >>> parse(text_of(parse(default_text()))) == parse(default_text())
    True
    """
    lines = [f"mandatory = {json.dumps(list(chosen.mandatory))}"]
    for rule in chosen.rule:
        values = rule.model_dump(exclude_defaults=True, exclude={"targets"})
        lines += ["", "[[rule]]", *(f"{name} = {json.dumps(value)}" for name, value in values.items())]
        if rule.targets:
            lines += [
                "[rule.targets]",
                *(f"{json.dumps(part)} = {aim!r}" for part, aim in rule.targets.items()),
            ]
    return "\n".join(lines) + "\n"


def default_text() -> str:
    """The rules that come with the product, as text."""
    return DEFAULT_FILE.read_text(encoding="utf-8")


def rules_text(w: Warehouse) -> str:
    """The rules in force, as text: those kept in this warehouse, else the default."""
    kept = w.kept(COLLECTION).get(KEY)
    return str(kept["value"]["toml"]) if kept else default_text()


def rules(w: Warehouse) -> Rules:
    """The rules in force."""
    return parse(rules_text(w))


def save_rules(w: Warehouse, text: str, author: str) -> Rules:
    """Keep changed rules; RulesError leaves those in force as they are. Older versions stay readable."""
    valid = parse(text)
    w.keep(COLLECTION, KEY, {"toml": text}, author)
    return valid


def reset_rules(w: Warehouse, author: str) -> Rules:
    """Go back to the rules that come with the product."""
    w.keep(COLLECTION, KEY, None, author)
    return parse(default_text())
