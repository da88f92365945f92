"""The colours of figures: few, apart under colour-blindness, readable on the light and on the dark page."""

from typing import Literal

#: Stand-ins which the page's theme swaps for its own series colours, so that a figure follows the reader's
#: choice of light or dark without being drawn again (they are the ones Streamlit's own figures use).
SERIES: tuple[str, ...] = ("#000001", "#000002", "#000003", "#000004", "#000005", "#000006")
#: Stand-in for secondary text and reference lines.
MUTED = "#000036"

#: What the theme puts in place of `SERIES` on a light and on a dark page (also in .streamlit/config.toml).
LIGHT_SERIES: tuple[str, ...] = ("#1F5FA8", "#C7672B", "#1FA289", "#752D4C", "#8E81F4", "#667085")
DARK_SERIES: tuple[str, ...] = ("#6FB1F5", "#BB7643", "#7BFDED", "#F49DB2", "#977DA5", "#A9B4C2")
LIGHT_PAGE = "#FFFFFF"
DARK_PAGE = "#0F1720"

#: One blue for pictures that cannot follow the theme; at least 3 : 1 on both pages.
ACCENT = "#3B82D0"
#: What is not the exception: present, quiet, on both pages.
REST = "rgba(122, 138, 160, 0.45)"
#: Shading behind a freeze, a wave, or the range of expected variation.
SHADE = "rgba(122, 138, 160, 0.14)"
GRID = "rgba(122, 138, 160, 0.22)"
LINE = "#7A8AA0"

Status = Literal["good", "warn", "bad", "none"]

#: One set of status colours for both pages; always shown with an icon and a word.
STATUS: dict[Status, str] = {"good": "#2D9078", "warn": "#CA8009", "bad": "#BD3641", "none": LINE}


def luminance(colour: str) -> float:
    """Relative luminance of an sRGB colour such as "#1F5FA8" (WCAG 2.2)."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours, 1 to 21 (WCAG 2.2)."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)
