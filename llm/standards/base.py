"""A classification standard: a closed list of groups with names in the languages of the trade, and how they hang together."""

from __future__ import annotations

import functools

import msgspec


class Group(msgspec.Struct, frozen=True):
    """One group of a standard. `covers` says in English what belongs to it, for prompts and for people.

    `trades` are Mizan's own trades (`mizan-trades`) whose work belongs here, the closest first: the bridge between standards.
    """

    code: str
    en: str
    ar: str
    ru: str
    covers: str
    parent: str = ""
    trades: tuple[str, ...] = ()

    def name(self, language: str) -> str:
        """The name in `language`, English where there is none."""
        return {"ar": self.ar, "ru": self.ru}.get(language[:2], self.en)


class Standard(msgspec.Struct, frozen=True, dict=True):
    """A standard with its version, so that stored classifications say what they were made against.

    `unknown` is the group for what no group fits, "" when the standard has none. `note` says what is uncertain in the list.
    """

    code: str
    version: str
    groups: tuple[Group, ...]
    title: str = ""
    source: str = ""
    licence: str = ""
    note: str = ""
    unknown: str = ""

    def group(self, code: str) -> Group:
        """The group with `code`. Raises KeyError."""
        return self._by_code[code]

    @property
    def codes(self) -> list[str]:
        """The codes in the standard's order."""
        return list(self._by_code)

    @functools.cached_property
    def leaves(self) -> tuple[Group, ...]:
        """The groups that are not divided further: what an item can be classified as."""
        parents = {group.parent for group in self.groups}
        return tuple(group for group in self.groups if group.code not in parents)

    @functools.cached_property
    def narrowed(self) -> Standard:
        """The standard with its leaves only: what to ask a model to choose from."""
        return msgspec.structs.replace(self, groups=self.leaves)

    def path(self, code: str) -> tuple[Group, ...]:
        """The group and those above it, the highest first. Raises KeyError."""
        group = self.group(code)
        return (*self.path(group.parent), group) if group.parent else (group,)

    def for_trade(self, trade: str) -> tuple[tuple[Group, float], ...]:
        """The leaves that hold works of `trade`, each with a weight: 1 where it is the group's first trade, less after it."""
        return self._by_trade.get(trade, ())

    @functools.cached_property
    def _by_code(self) -> dict[str, Group]:
        return {group.code: group for group in self.groups}

    @functools.cached_property
    def _by_trade(self) -> dict[str, tuple[tuple[Group, float], ...]]:
        found: dict[str, list[tuple[Group, float]]] = {}
        for group in self.leaves:
            for place, trade in enumerate(group.trades):
                found.setdefault(trade, []).append((group, 1.0 / (1 + place)))
        return {trade: tuple(rows) for trade, rows in found.items()}
