"""How items are numbered: depth, kinship, letters."""

from __future__ import annotations

import re

_DOTTED = re.compile(r"^\d+(?:\.\d+)*\.?$")


def depth_of(ref: str) -> int:
    """Levels of a dotted number: "1" is 1, "1.2.3" is 3; 0 for other references."""
    if not ref or not _DOTTED.match(ref):
        return 0
    return ref.rstrip(".").count(".") + 1


def is_child(ref: str, parent: str) -> bool:
    """True when `ref` continues `parent`: 1.2 after 1, 3.1.4 after 3.1."""
    base = parent.rstrip(".")
    return bool(base) and len(ref) > len(base) + 1 and ref.startswith(base) and ref[len(base)] in ".-/"


def is_letter(ref: str) -> bool:
    """A, (b), C.: how the items of a page are lettered."""
    bare = ref.strip("().:[] ")
    return len(bare) == 1 and bare.isalpha()


def shape_of(ref: str) -> tuple[int, bool]:
    return depth_of(ref), is_letter(ref)
