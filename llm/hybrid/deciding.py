"""Code in the item, own history, offline evidence with what own history teaches, what the model doubted before: in this order.

The rest is left to be asked.
"""

from __future__ import annotations

from collections.abc import Sequence

from llm.hybrid.codes import Coded, Codes, group_in
from llm.hybrid.evidence import Evidence, Weighed
from llm.hybrid.learned import Kept, Learned, digest_of, lessons_of
from llm.hybrid.past import Memory
from llm.hybrid.values import CODE, Decision, History, Past, Undecided
from llm.offline.embeddings import Beat, Embedder
from llm.standards.base import Standard
from llm.values import Work

# From which confidence the offline evidence stands without a model: more than nine of ten such answers were right on held-out projects.
ENOUGH = 0.75
SURE_CODE, SURE_CROSSWALK = 0.97, 0.9
KEPT = Kept()


def decide(
    works: tuple[Work, ...],
    standard: Standard,
    history: History,
    *,
    embedder: Embedder | None = None,
    beat: Beat = lambda: None,
    enough: float | None = None,
    learning: bool = True,
) -> tuple[Decision | Undecided, ...]:
    """The group of each of `works` in `standard`, in their order.

    `embedder` adds meanings to words where it is at hand; `enough` is how sure the evidence has to be, ENOUGH where nothing is said;
    without `learning` earlier decisions speak for their own texts alone. The same works, history and embedder give the same answers.
    """
    enough = ENOUGH if enough is None else enough
    codes = Codes(works)
    past = history.past(works)
    memory = Memory(one for one in past if not one.unsure)
    found: list[Decision | None] = []
    allowed: list[frozenset[str] | None] = []
    for work in works:
        decision, among = _by_code(codes.of(work), standard)
        found.append(decision or memory.same(work))
        allowed.append(among)
    _near(works, found, memory)
    learned = learned_from(past, standard) if learning and None in found else None
    settled = _weighed(works, found, allowed, Evidence(standard, learned=learned), enough)
    if embedder and any(
        isinstance(one, Undecided) for one in settled
    ):  # words are quick and meanings are slow: they are asked where words are not sure
        sure = [one if isinstance(one, Decision) else None for one in settled]
        settled = _weighed(works, sure, allowed, Evidence(standard, embedder, beat, learned), enough)
    return _asked_before(works, settled, Memory(one for one in past if one.unsure))


def learned_from(past: Sequence[Past], standard: Standard) -> Learned | None:
    """What earlier decisions teach about `standard`; None where they are too few."""
    codes = [group.code for group in standard.leaves]
    lessons = lessons_of(past, frozenset(codes))
    if not lessons:
        return None
    digest = digest_of(standard.code, lessons)
    learned = KEPT.get(digest)
    if learned is None:
        works = [Work(lesson.text, "", lesson.section, "", ()) for lesson in lessons]
        learned = Learned(lessons, codes, Evidence(standard).by_words(works))
        KEPT.put(digest, learned)
    return learned


def _weighed(
    works: tuple[Work, ...],
    found: Sequence[Decision | None],
    allowed: Sequence[frozenset[str] | None],
    evidence: Evidence,
    enough: float,
) -> tuple[Decision | Undecided, ...]:
    """What was found, and for the rest what the evidence says."""
    places = [place for place, decision in enumerate(found) if decision is None]
    told = evidence.weigh([works[place] for place in places], [allowed[place] for place in places])
    by_place = dict(zip(places, told, strict=True))
    return tuple(decision or _settled(by_place[place], enough) for place, decision in enumerate(found))


def _asked_before(
    works: Sequence[Work], settled: Sequence[Decision | Undecided], asked: Memory
) -> tuple[Decision | Undecided, ...]:
    """What the model said, in doubt, about nearly the same text stands for what would be asked about now."""
    return tuple(
        (asked.asked(work) or one) if isinstance(one, Undecided) else one
        for work, one in zip(works, settled, strict=True)
    )


def _near(works: Sequence[Work], found: list[Decision | None], memory: Memory) -> None:
    left = [place for place, decision in enumerate(found) if decision is None]
    for place, decision in zip(left, memory.near([works[place] for place in left]), strict=True):
        found[place] = decision


def _by_code(coded: Sequence[Coded], standard: Standard) -> tuple[Decision | None, frozenset[str] | None]:
    """The decision of a number of this very standard, or the groups that a number of another standard leaves."""
    leaves = {group.code for group in standard.leaves}
    for one in coded:
        if one.standard == standard.code and one.group:
            if one.group in leaves:
                return Decision(one.group, SURE_CODE, CODE, one.found), None
            below = frozenset(code for code in leaves if group_in(standard, code) and _under(standard, code, one.group))
            return None, below or None
    for one in coded:
        groups = list(dict.fromkeys(group.code for trade in one.trades for group, _ in standard.for_trade(trade)))
        if len(groups) == 1:
            return Decision(groups[0], SURE_CROSSWALK, CODE, one.found), None
        if groups:
            return None, frozenset(groups)
    return None, None


def _under(standard: Standard, code: str, parent: str) -> bool:
    return any(group.code == parent for group in standard.path(code))


def _settled(weighed: Weighed, enough: float) -> Decision | Undecided:
    first = weighed.guesses[0]
    decision = Decision(first.group, first.confidence, weighed.step, weighed.because)
    return decision if first.confidence >= enough else Undecided(decision, weighed.guesses)
