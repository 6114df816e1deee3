"""What a kind of analysis is, and what a person may choose about it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import msgspec

from llm.standards.base import Standard
from llm.standards.cost_groups import COST_GROUPS
from llm.steps.base import Step
from llm.values import Claim, Line, Work


class Ask(msgspec.Struct, frozen=True):
    """What a person chose: the language of reasons, the standard, and for a question of their own its title and instruction.

    `counts` are items by cost group, for questions about the whole bill; `run` is 1, or the number of a rerun.
    """

    language: str = "en"
    standard: Standard = COST_GROUPS
    counts: tuple[tuple[str, int], ...] = ()
    title: str = ""
    instruction: str = ""
    run: int = 1


class Kind(msgspec.Struct, frozen=True):
    """One kind of analysis.

    `works` picks what is worth asking about: rules decide the rest for nothing. `offline` is what the offline analyst says instead, None
    where only a language model can. `sends_rates` tells that rates leave this server, which no other kind does.
    """

    name: str
    prompt: str
    works: Callable[[tuple[Line, ...]], tuple[Work, ...]]
    step: Callable[[Ask], Step]
    offline: Callable[[tuple[Work, ...]], Iterator[Claim]] | None = None
    whole: bool = False
    sends_rates: bool = False
