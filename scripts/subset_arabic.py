"""Makes the small Arabic fonts of `static/vendor/plex` from IBM Plex Sans Arabic: what Arabic and Persian are written with.

    uv run --no-project --with fonttools --with brotli python scripts/subset_arabic.py

A page in Arabic loads these (55 kB for three weights instead of 224); the whole fonts are only fetched for letters that are not in them.
The licence (OFL 1.1) reserves the name Plex, so what is changed carries another: Mizan Arabic.
"""

from __future__ import annotations

from pathlib import Path

from fontTools.subset import Options, Subsetter, parse_unicodes  # type: ignore[import-not-found]
from fontTools.ttLib import TTFont  # type: ignore[import-not-found]

FOLDER = Path(__file__).resolve().parent.parent / "static" / "vendor" / "plex"
KEPT = "060C,061B,061F,0621-063A,0640-0652,0660-066C,0670,0671,067E,0686,0698,06A9,06AF,06CC,06F0-06F9,200C-200F"
NAMES = {1: "Mizan Arabic {}", 3: "Mizan Arabic {}", 4: "Mizan Arabic {}", 6: "MizanArabic-{}", 16: "Mizan Arabic"}


def main() -> None:
    """Write one font a weight."""
    for weight in ("Regular", "Medium", "SemiBold"):
        font = TTFont(FOLDER / f"IBMPlexSansArabic-{weight}.woff2")
        options = Options()
        options.layout_features = ["*"]
        options.name_IDs = ["*"]
        cut = Subsetter(options)
        cut.populate(unicodes=parse_unicodes(KEPT))
        cut.subset(font)
        for entry in font["name"].names:
            if entry.nameID in NAMES:
                entry.string = NAMES[entry.nameID].format(weight)
        font.flavor = "woff2"
        font.save(FOLDER / f"MizanArabic-{weight}.woff2")


if __name__ == "__main__":
    main()
