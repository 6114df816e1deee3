"""Fill colours by name: a preview draws few, each in a shade of its own theme, and a heading's colour is recognized all the same."""

from __future__ import annotations

import colorsys

HUES = (  # upper end of the hue in degrees, name
    (20, "red"),
    (40, "orange"),
    (70, "yellow"),
    (165, "green"),
    (200, "teal"),
    (255, "blue"),
    (330, "purple"),
    (360, "red"),
)
THEME = {
    2: "grey",
    3: "blue",
    4: "blue",
    5: "orange",
    6: "grey",
    7: "yellow",
    8: "blue",
    9: "green",
}  # the usual Office theme
INDEXED = {
    10: "red", 11: "green", 12: "blue", 13: "yellow", 14: "purple", 15: "teal", 22: "grey", 23: "grey", 26: "yellow", 27: "teal",
    29: "red", 31: "blue", 40: "blue", 41: "teal", 42: "green", 43: "yellow", 44: "blue", 45: "red", 46: "purple", 47: "orange",
    48: "blue", 49: "teal", 50: "green", 51: "yellow", 52: "orange", 53: "orange", 55: "grey",
}  # fmt: skip
PLAIN = "plain"
TINTED_ROWS = 20_000  # rows whose colours are kept: those below look like them


def tint_of(code: str | None) -> str:
    """`FFFFC000`, `#ffc000` or `FFC000` -> "orange"; "plain" for what is no colour."""
    digits = (code or "").lstrip("#")[-6:]
    try:
        red, green, blue = (int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4))
    except ValueError:
        return PLAIN
    hue, light, strength = colorsys.rgb_to_hls(red, green, blue)
    if strength < 0.12 or max(red, green, blue) - min(red, green, blue) < 0.05 or light < 0.08:
        return "grey"
    return next(name for end, name in HUES if hue * 360 <= end)
