"""Stable names of items and sections: the same work keeps its key when the file is read again."""

from __future__ import annotations

from hashlib import blake2b

from boq.engine.text import fold


class Keys:
    """Makes keys from what a work is, never from where it stands; equal works are numbered in file order."""

    def __init__(self) -> None:
        self._seen: dict[str, int] = {}

    def item(self, section_key: str, ref: str, folded: str, unit_code: str) -> str:
        """The key of an item: its section, reference, folded words and unit."""
        return self._numbered(f"i\x1f{section_key}\x1f{ref}\x1f{folded}\x1f{unit_code}")

    def section(self, parent_key: str, ref: str, title: str) -> str:
        """The key of a section under its parent."""
        return self._numbered(f"s\x1f{parent_key}\x1f{ref}\x1f{fold(title)}")

    def _numbered(self, parts: str) -> str:
        try:
            encoded = parts.encode()  # without a word about errors it takes half the time
        except UnicodeEncodeError:
            encoded = parts.encode("utf-8", "surrogatepass")
        digest = blake2b(encoded, digest_size=9).hexdigest()
        if digest not in self._seen:
            self._seen[digest] = 1
            return digest
        count = self._seen[digest] = self._seen[digest] + 1
        return f"{digest}-{count}"
