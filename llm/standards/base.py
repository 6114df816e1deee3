"""A classification standard: a closed list of groups with names in the languages of the trade."""

from __future__ import annotations

import msgspec


class Group(msgspec.Struct, frozen=True):
    """One group of a standard. `covers` says in English what belongs to it, for prompts and for people."""

    code: str
    en: str
    ar: str
    ru: str
    covers: str

    def name(self, language: str) -> str:
        """The name in `language`, English where there is none."""
        return {"ar": self.ar, "ru": self.ru}.get(language[:2], self.en)


class Standard(msgspec.Struct, frozen=True):
    """A standard with its version, so that stored classifications say what they were made against."""

    code: str
    version: str
    groups: tuple[Group, ...]

    def group(self, code: str) -> Group:
        """The group with `code`. Raises KeyError."""
        for group in self.groups:
            if group.code == code:
                return group
        raise KeyError(code)

    @property
    def codes(self) -> list[str]:
        """The codes in the standard's order."""
        return [group.code for group in self.groups]
