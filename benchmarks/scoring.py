"""Accuracy, F1 and confusion of answers against what is right."""

from __future__ import annotations

from collections import Counter, defaultdict

import msgspec


class Answer(msgspec.Struct, frozen=True):
    """What was answered for one work, and what is right (several groups where its code leaves it open)."""

    right: tuple[str, ...]
    group: str
    confidence: float
    step: str
    decided: bool


class Score(msgspec.Struct, frozen=True):
    """`f1` is the mean over the classes that occur (macro), `weighted_f1` weighs each by its items.

    Of `decided` answers alone: their share and how many are right.
    """

    items: int
    classes: int
    accuracy: float
    f1: float
    weighted_f1: float
    decided: float
    decided_accuracy: float
    steps: dict[str, tuple[int, float]]
    confusion: tuple[tuple[str, str, int], ...]


def score(answers: list[Answer]) -> Score:
    """The score of `answers`; an answer is right when it is among the right ones."""
    truth = [answer.group if answer.group in answer.right else answer.right[0] for answer in answers]
    hits = [answer.group in answer.right for answer in answers]
    decided = [hit for hit, answer in zip(hits, answers, strict=True) if answer.decided]
    steps: dict[str, list[bool]] = defaultdict(list)
    for hit, answer in zip(hits, answers, strict=True):
        steps[answer.step if answer.decided else "undecided"].append(hit)
    wrong = Counter((right, answer.group) for right, answer, hit in zip(truth, answers, hits, strict=True) if not hit)
    macro, weighted = _f1(truth, [answer.group for answer in answers])
    return Score(
        items=len(answers),
        classes=len(set(truth)),
        accuracy=_share(hits),
        f1=macro,
        weighted_f1=weighted,
        decided=len(decided) / max(1, len(answers)),
        decided_accuracy=_share(decided),
        steps={step: (len(rows), _share(rows)) for step, rows in sorted(steps.items())},
        confusion=tuple((right, said, count) for (right, said), count in wrong.most_common(12)),
    )


def _f1(truth: list[str], said: list[str]) -> tuple[float, float]:
    """The mean over the classes that occur, and the mean weighted by their items."""
    hits = Counter(right for right, answer in zip(truth, said, strict=True) if right == answer)
    asked, told = Counter(truth), Counter(said)
    each = {group: 2 * hits[group] / (asked[group] + told[group]) for group in asked}
    weighted = sum(each[group] * asked[group] for group in asked)
    return sum(each.values()) / max(1, len(each)), weighted / max(1, len(truth))


def _share(hits: list[bool]) -> float:
    return sum(hits) / max(1, len(hits))
