"""What goes into an analysis and what comes out of it, free of database rows."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from decimal import Decimal
from functools import cached_property

import msgspec

from llm.providers.base import Usage


class Line(msgspec.Struct, frozen=True):
    """One item of a bill, as an analyst sees it. `section` is the titles from the bill down, joined with " / "."""

    key: str
    text: str
    unit: str = ""
    section: str = ""
    ref: str = ""
    kind: str = "measured"
    quantity: Decimal | None = None
    rate: Decimal | None = None


class Work(msgspec.Struct, frozen=True, dict=True):
    """One distinct work: the same text, unit and heading however often it occurs. `keys` are the items that say it.

    `rate` is told only where a question is about it: works of different rates are different works then.
    """

    text: str
    unit: str
    section: str
    ref: str
    keys: tuple[str, ...]
    rate: str = ""

    @cached_property
    def digest(self) -> str:
        """The same for the same words, in any bill. Hashed once for each work: it is asked for many times."""
        said = (self.text, self.unit, self.section, *([self.rate] if self.rate else []))
        return hashlib.sha256("\x1f".join(said).encode("utf-8", "replace")).hexdigest()


class Classified(msgspec.Struct, frozen=True):
    """An item's cost group. `step` says what decided: "code", "keywords", "section" or a prompt label."""

    key: str
    group: str
    confidence: float
    step: str


class Claim(msgspec.Struct, frozen=True):
    """A finding of an analyst about items of this bill; `items` are their keys, never empty.

    `facts` fill the words of `code`. Facts named `reason_code` hold a code of `llm.offline.words`, to be translated.
    """

    code: str
    items: tuple[str, ...]
    facts: dict[str, str | int] = {}


class Statement(msgspec.Struct, frozen=True):
    """One sentence of a summary: words as they are (`text`), or a `code` with `facts` to be worded in the reader's language."""

    text: str = ""
    code: str = ""
    facts: dict[str, str | int] = {}


class Outcome(msgspec.Struct, frozen=True):
    """What one batch yielded. `dropped` and `unbacked` as in `Replied`; `unanswered` counts works without an answer."""

    classified: tuple[Classified, ...] = ()
    claims: tuple[Claim, ...] = ()
    statements: tuple[Statement, ...] = ()
    dropped: int = 0
    unbacked: int = 0
    unanswered: int = 0


class Said(msgspec.Struct, frozen=True):
    """A claim free of the bill it was made in: `cites` are digests of the works it speaks of, empty for the one it is kept with."""

    code: str
    facts: dict[str, str | int] = {}
    cites: tuple[str, ...] = ()


class Answered(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a model said about one work, or about a bill as a whole. It is kept, and holds wherever the same work stands."""

    group: str = ""
    confidence: float = 0.0
    said: tuple[Said, ...] = ()
    statements: tuple[Statement, ...] = ()


class Replied(msgspec.Struct, frozen=True):
    """A reply that was read: answers by the digests they belong to.

    `dropped` counts claims that did not stand up, `unbacked` those whose numbers are not in the data.
    """

    answers: dict[str, Answered]
    dropped: int = 0
    unbacked: int = 0


class Spent(msgspec.Struct, frozen=True):
    """What a batch cost. `cost` is None when the prices of the provider are not stated; `calls` counts tries on the wire.

    `reused` counts works whose answers were kept from before.
    """

    usage: Usage = Usage()
    cost: Decimal | None = None
    calls: int = 0
    reused: int = 0


class Prices(msgspec.Struct, frozen=True):
    """What a million tokens cost, in `currency`; None when not stated. Cached input costs as other input where that is not stated."""

    input_per_million: Decimal | None = None
    output_per_million: Decimal | None = None
    currency: str = "USD"
    cached_input_per_million: Decimal | None = None

    @property
    def known(self) -> bool:
        """True when a cost can be told."""
        return self.input_per_million is not None and self.output_per_million is not None

    def cost(self, usage: Usage) -> Decimal | None:
        """The cost of `usage`, unrounded to ten decimals; None when a price is not stated."""
        if self.input_per_million is None or self.output_per_million is None:
            return None
        cached = min(usage.cached_input_tokens, usage.input_tokens)
        cached_price = self.cached_input_per_million
        exact = (
            (usage.input_tokens - cached) * self.input_per_million
            + cached * (self.input_per_million if cached_price is None else cached_price)
            + usage.output_tokens * self.output_per_million
        )
        return (exact / 1_000_000).quantize(Decimal("1e-10"))


def distinct_works(lines: Iterable[Line], *, with_rates: bool = False) -> tuple[Work, ...]:
    """Lines grouped by text, unit and heading (and rate), in the order of their first occurrence."""
    found: dict[tuple[str, str, str, str], tuple[str, list[str]]] = {}
    for line in lines:
        rate = f"{line.rate.normalize():f}" if with_rates and line.rate is not None else ""
        found.setdefault((line.text, line.unit, line.section, rate), (line.ref, []))[1].append(line.key)
    return tuple(
        Work(text, unit, section, ref, tuple(keys), rate) for (text, unit, section, rate), (ref, keys) in found.items()
    )
