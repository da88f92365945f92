"""Cut the static Inter weights that the PDF uses from the variable font.

Run in the environment, with the full variable font of the `inter-ui` npm package:
`python -m tools.fonts InterVariable.woff2`. Only needed when the font itself gets a new version.
"""

from __future__ import annotations

import sys
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

TARGET = Path(__file__).parents[1] / "reports" / "fonts"
WEIGHTS = {"Regular": 400, "SemiBold": 600, "Bold": 700}

#: Latin with the diacritics of European languages, punctuation, currency, arrows, comparison signs and the
#: status marks (● ▲ ▼) that stand for colours in print.
CHARACTERS = [
    *range(0x20, 0x17F + 1),
    *range(0x1E80, 0x1E86),
    *range(0x2010, 0x2028),
    *range(0x202F, 0x2040),
    *range(0x2070, 0x208F),
    *range(0x20A0, 0x20C0),
    *range(0x2190, 0x219A),
    0x218, 0x219, 0x21A, 0x21B, 0x394, 0x3A3, 0x3BC, 0x3C3, 0x2116, 0x2122, 0x2202, 0x2206, 0x2211, 0x2212,
    0x221A, 0x221E, 0x2248, 0x2260, 0x2264, 0x2265, 0x25A0, 0x25A1, 0x25B2, 0x25B3, 0x25B6, 0x25BC, 0x25BD,
    0x25C6, 0x25CB, 0x25CF, 0x2605, 0x2713, 0x2717,
]  # fmt: skip


def cut(variable_font: Path, style: str, weight: int) -> Path:
    """Write one static weight, reduced to CHARACTERS, and return its path."""
    font = instantiateVariableFont(TTFont(variable_font), {"wght": weight, "opsz": 14})
    options = Options()
    options.layout_features = ["kern", "mark", "mkmk", "ccmp", "locl", "tnum", "case", "calt"]
    options.hinting = False
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=CHARACTERS)
    subsetter.subset(font)
    two_styles = style in {"Regular", "Bold"}
    names = {
        1: "Inter" if two_styles else f"Inter {style}",
        2: style if two_styles else "Regular",
        3: f"Bridgeview: Inter {style}",
        4: f"Inter {style}",
        6: f"Inter-{style}",
        16: "Inter",
        17: style,
    }
    for number, text in names.items():
        font["name"].setName(text, number, 3, 1, 0x409)
    font["OS/2"].usWeightClass = weight
    font.flavor = None
    path = TARGET / f"Inter-{style}.ttf"
    font.save(path)
    return path


def main(arguments: list[str]) -> int:
    """Cut every weight; the argument is the path of the variable font."""
    if len(arguments) != 1:
        print("Give the path of InterVariable.woff2 (npm package inter-ui).", file=sys.stderr)
        return 2
    for style, weight in WEIGHTS.items():
        path = cut(Path(arguments[0]), style, weight)
        print(f"{path.name}: {path.stat().st_size / 1024:.0f} KB")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
