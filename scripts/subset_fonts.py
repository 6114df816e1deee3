"""Make the small Arabic fonts of the public pages from IBM Plex Sans Arabic: the letters that Arabic, Persian and Urdu text needs.

    uv run --no-project --with fonttools --with brotli python scripts/subset_fonts.py

The licence (OFL 1.1) lets a changed font be given on under another name only, so the results are called Mizan Arabic.
"""

from __future__ import annotations

from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

STATIC = Path(__file__).resolve().parent.parent / "static"
NAMES = {"Regular": 400, "SemiBold": 600}
LETTERS = (
    "U+0600-0603,U+060C,U+0615,U+061B,U+061F,U+0621-063A,U+0640-0655,U+0660-066C,U+0670,U+0671,U+067E,U+0686,U+0698,U+06A9,"
    "U+06AF,U+06CC,U+06F0-06F9,U+200C-200F,U+0020,U+00A0,U+00AB,U+00BB"
)
RENAMED = (1, 3, 4, 6, 16)  # of the table `name`: family, unique id, full name, PostScript name, typographic family


def main() -> None:
    """Write one file for each weight."""
    for style, weight in NAMES.items():
        target = STATIC / "website" / "fonts" / f"arabic-{weight}.woff2"
        source = STATIC / "vendor" / "plex" / f"IBMPlexSansArabic-{style}.woff2"
        subset.main([
            str(source), f"--unicodes={LETTERS}", "--layout-features=*", "--flavor=woff2", "--no-hinting", "--desubroutinize",
            f"--output-file={target}",
        ])  # fmt: skip
        font = TTFont(target)
        for number in RENAMED:
            font["name"].setName(f"Mizan Arabic {style}".replace(" ", "" if number == 6 else " "), number, 3, 1, 0x409)
        font.save(target)


if __name__ == "__main__":
    main()
