"""Are we getting the work we are paying for? Planned, earned and actual, and what they say about the end."""

from __future__ import annotations

from dataclasses import dataclass, field

#: Below this share of work done, the indices swing too much to act on.
EARLY = 0.20
#: A to-complete index above this asks for a performance that projects do not reach.
IMPLAUSIBLE = 1.10


@dataclass(frozen=True)
class EarnedValue:
    """The earned-value figures of one plan at one date; money in the plan's currency.

    Every figure is None on its own zero, never because another one is: CPI without cost is None while SPI
    may be known. `cautions` are sentences. `reason` says why nothing is shown at all.
    """

    bac: float | None = None
    pv: float | None = None
    ev: float | None = None
    ac: float | None = None
    bottom_up_etc: float | None = None
    earned_schedule: float | None = None
    actual_time: float | None = None
    n: int = 0
    reason: str | None = None
    notes: tuple[str, ...] = field(default=())

    @property
    def cv(self) -> float | None:
        """Cost variance EV − AC: negative means the work cost more than it is worth."""
        return _minus(self.ev, self.ac)

    @property
    def sv(self) -> float | None:
        """Schedule variance EV − PV in money; it returns to 0 at the end, so look at SPI(t) late in a plan."""
        return _minus(self.ev, self.pv)

    @property
    def cpi(self) -> float | None:
        """Cost performance EV / AC."""
        return _over(self.ev, self.ac)

    @property
    def spi(self) -> float | None:
        """Schedule performance EV / PV."""
        return _over(self.ev, self.pv)

    @property
    def spi_time(self) -> float | None:
        """Schedule performance in time: earned schedule / actual time, in periods."""
        return _over(self.earned_schedule, self.actual_time)

    @property
    def eac(self) -> dict[str, float | None]:
        """Estimate at completion under each assumption, which is the key."""
        remaining = _minus(self.bac, self.ev)
        cpi, spi = self.cpi, self.spi
        both = cpi * spi if cpi is not None and spi is not None else None
        return {
            "the rest costs as the work so far (BAC / CPI)": _over(self.bac, cpi),
            "the rest costs as planned (AC + BAC − EV)": _plus(self.ac, remaining),
            "the rest suffers from cost and delay (AC + (BAC − EV) / (CPI · SPI))": _plus(
                self.ac, _over(remaining, both)
            ),
            "the rest as estimated anew (AC + bottom-up ETC)": _plus(self.ac, self.bottom_up_etc),
        }

    @property
    def etc(self) -> float | None:
        """What is still to be spent if the rest costs as the work so far: EAC − AC."""
        return _minus(next(iter(self.eac.values())), self.ac)

    @property
    def vac(self) -> float | None:
        """Variance at completion BAC − EAC if the rest costs as the work so far."""
        return _minus(self.bac, next(iter(self.eac.values())))

    @property
    def tcpi_to_budget(self) -> float | None:
        """The performance the rest needs to end on budget: (BAC − EV) / (BAC − AC); None when it is spent."""
        return self._to_complete(self.bac)

    @property
    def tcpi_to_forecast(self) -> float | None:
        """The performance the rest needs to end on the forecast: (BAC − EV) / (EAC − AC)."""
        return self._to_complete(next(iter(self.eac.values())))

    def _to_complete(self, goal: float | None) -> float | None:
        left = _minus(goal, self.ac)
        return _over(_minus(self.bac, self.ev), left) if left is not None and left > 0 else None

    @property
    def cautions(self) -> tuple[str, ...]:
        """What a reader must know before quoting these figures."""
        said: list[str] = []
        if self.bac is not None and self.ac is not None and self.ac >= self.bac:
            said.append("The budget is spent: no performance of the rest can end on it.")
        if self.bac and self.ev is not None and self.ev / self.bac < EARLY:
            said.append(
                f"Only {self.ev / self.bac:.0%} of the work is earned: indices this early are unstable."
            )
        tcpi = self.tcpi_to_budget
        if tcpi is not None and tcpi > IMPLAUSIBLE:
            said.append(
                f"Ending on budget needs a performance of {tcpi:.2f}; more than {IMPLAUSIBLE:.2f} is implausible."
            )
        return (*said, *self.notes)


def _minus(a: float | None, b: float | None) -> float | None:
    return None if a is None or b is None else float(a) - float(b)


def _plus(a: float | None, b: float | None) -> float | None:
    return None if a is None or b is None else float(a) + float(b)


def _over(a: float | None, b: float | None) -> float | None:
    return None if a is None or b is None or b == 0 else float(a) / float(b)


def earned_schedule(planned: tuple[float, ...], ev: float) -> float | None:
    """The time, in periods, at which the plan would have earned what is earned now.

    `planned` is cumulative planned value at the end of each period. None without a plan.
    """
    if not planned or planned[-1] <= 0:
        return None
    before, full = 0.0, 0
    for value in planned:
        if ev < value:
            step = value - before
            return full + (ev - before) / step if step > 0 else float(full)
        before, full = value, full + 1
    return float(full)
