"""Chart colours can be told apart and read, also by people who see colours differently."""

from __future__ import annotations

import itertools
import math
import tomllib
from pathlib import Path

import numpy as np
import pytest

from charts.colours import (
    ACCENT,
    DARK_PAGE,
    DARK_SERIES,
    LIGHT_PAGE,
    LIGHT_SERIES,
    SERIES,
    STATUS,
    contrast,
)

THEME = tomllib.loads((Path(__file__).parents[2] / ".streamlit" / "config.toml").read_text(encoding="utf-8"))[
    "theme"
]

#: Machado, Oliveira and Fernandes 2009, severity 1.0, for linear RGB.
VISIONS = {
    "normal": np.eye(3),
    "protanopia": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    ),
    "deuteranopia": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
    ),
    "tritanopia": np.array(
        [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]]
    ),
}
TO_XYZ = np.array(
    [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]]
)


def lab(colour: str, vision: str) -> tuple[float, float, float]:
    channels = np.array([int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)])
    linear = np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)
    xyz = TO_XYZ @ np.clip(VISIONS[vision] @ linear, 0, 1) / np.array([0.95047, 1.0, 1.08883])
    f = np.where(xyz > 216 / 24389, np.cbrt(xyz), (24389 / 27 * xyz + 16) / 116)
    return float(116 * f[1] - 16), float(500 * (f[0] - f[1])), float(200 * (f[1] - f[2]))


def distance(one: tuple[float, float, float], other: tuple[float, float, float]) -> float:
    """CIEDE2000 as Sharma, Wu and Dalal write it."""
    (l1, a1, b1), (l2, a2, b2) = one, other
    c_bar = (math.hypot(a1, b1) + math.hypot(a2, b2)) / 2
    g = 0.5 * (1 - math.sqrt(c_bar**7 / (c_bar**7 + 25**7)))
    a1, a2 = (1 + g) * a1, (1 + g) * a2
    c1, c2 = math.hypot(a1, b1), math.hypot(a2, b2)
    h1, h2 = math.degrees(math.atan2(b1, a1)) % 360, math.degrees(math.atan2(b2, a2)) % 360
    dh = 0.0 if c1 * c2 == 0 else (h2 - h1 + 180) % 360 - 180
    big_h = 2 * math.sqrt(c1 * c2) * math.sin(math.radians(dh) / 2)
    h_bar = h1 + h2 if c1 * c2 == 0 else (h1 + dh / 2) % 360
    l_bar, c_bar = (l1 + l2) / 2, (c1 + c2) / 2
    t = (
        1
        - 0.17 * math.cos(math.radians(h_bar - 30))
        + 0.24 * math.cos(math.radians(2 * h_bar))
        + 0.32 * math.cos(math.radians(3 * h_bar + 6))
        - 0.20 * math.cos(math.radians(4 * h_bar - 63))
    )
    s_l = 1 + 0.015 * (l_bar - 50) ** 2 / math.sqrt(20 + (l_bar - 50) ** 2)
    s_c, s_h = 1 + 0.045 * c_bar, 1 + 0.015 * c_bar * t
    r_t = (
        -2
        * math.sqrt(c_bar**7 / (c_bar**7 + 25**7))
        * math.sin(math.radians(60 * math.exp(-(((h_bar - 275) / 25) ** 2))))
    )
    dl, dc, dh2 = (l2 - l1) / s_l, (c2 - c1) / s_c, big_h / s_h
    return math.sqrt(dl**2 + dc**2 + dh2**2 + r_t * dc * dh2)


def test_the_distance_is_the_published_one() -> None:
    """Pairs 1 and 17 of the test data of Sharma, Wu and Dalal 2005."""
    assert distance((50, 2.6772, -79.7751), (50, 0, -82.7485)) == pytest.approx(2.0425, abs=1e-4)
    assert distance((50, 2.5, 0), (73, 25, -18)) == pytest.approx(27.1492, abs=1e-4)


@pytest.mark.parametrize("vision", VISIONS)
@pytest.mark.parametrize(
    ("colours", "least"),
    [(LIGHT_SERIES[:5], 18), (DARK_SERIES[:5], 14), (tuple(STATUS[s] for s in ("good", "warn", "bad")), 16)],
    ids=["light", "dark", "status"],
)
def test_colours_stay_apart_for_every_eye(colours: tuple[str, ...], least: float, vision: str) -> None:
    seen = [lab(colour, vision) for colour in colours]
    assert min(distance(a, b) for a, b in itertools.combinations(seen, 2)) >= least


def test_colours_can_be_seen_on_their_page() -> None:
    assert all(contrast(colour, LIGHT_PAGE) >= 3 for colour in LIGHT_SERIES)
    assert all(contrast(colour, DARK_PAGE) >= 4.5 for colour in DARK_SERIES)
    for colour in (*STATUS.values(), ACCENT):
        assert contrast(colour, LIGHT_PAGE) >= 3
        assert contrast(colour, DARK_PAGE) >= 3


def test_the_theme_has_these_colours() -> None:
    assert tuple(THEME["light"]["chartCategoricalColors"]) == LIGHT_SERIES
    assert tuple(THEME["dark"]["chartCategoricalColors"]) == DARK_SERIES
    assert THEME["light"]["backgroundColor"] == LIGHT_PAGE
    assert THEME["dark"]["backgroundColor"] == DARK_PAGE


def test_the_stand_ins_are_those_the_page_swaps() -> None:
    """They are Streamlit's own: if it renames them, lines would be drawn in near black."""
    from streamlit.elements.lib import streamlit_plotly_theme as theme

    assert tuple(getattr(theme, f"CATEGORY_{i}") for i in range(len(SERIES))) == SERIES


@pytest.mark.parametrize("page", ["light", "dark"])
def test_text_can_be_read(page: str) -> None:
    colours = THEME[page]
    for name in ("textColor", "linkColor", "redColor", "greenColor"):
        assert contrast(colours[name], colours["backgroundColor"]) >= 4.5
