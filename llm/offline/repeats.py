"""The same work in other words within one bill: pairs that agree in unit and figures and say the same.

Two texts whose words differ only in spelling are the same by words. Short texts that share much are the same by meaning where vectors
say so. Long texts that differ in one word are what bills are made of (the same concrete in beams and in columns): they are left alone.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

import msgspec
from rapidfuzz import fuzz

from llm.offline.embeddings import Beat, Embedder
from llm.offline.text import folded, forms, words
from llm.values import Claim, Work

CODE = "analysis.same-work"
WORDS, MEANING = "words", "meaning"
SPELLING = 80.0  # of 100: two spellings of one word
CLOSE, OVERLAP = 0.93, 50.0  # the same meaning by vectors, and at least so much in common by words
LONGEST = 25  # words: of longer texts the vector tells the boilerplate
CONSIDERED = 2_000  # pairs that meanings are looked up for
SHORTEST = 12
MOST = 200
BUCKET = 400  # works with the same unit and figures: beyond that the bill repeats itself by design
_FIGURE = re.compile(r"\d+(?:[.,]\d+)?")
_MARKS = re.compile(r"\b[a-zа-я]\d{1,3}\b|\b\d{1,3}[a-zа-я]\b")
_SMALL_WORDS = (
    "a an the of to in on at by for with and or incl including all as per من في الى على مع و شامل и в на с из по для"
)
_SMALL = frozenset(_SMALL_WORDS.split())
# two texts that differ in such a pair speak of two works, however alike they are
_CONTRASTS = tuple(
    (frozenset(one.split()), frozenset(other.split()))
    for one, other in (
        (
            "internal internally inside внутренних внутренние внутренней داخلي داخليه",
            "external externally outside наружных наружные наружной خارجي خارجيه",
        ),
        ("cold холодной холодного بارده", "hot горячей горячего ساخنه"),
        ("supply поставка توريد", "install installation fix laying монтаж установка تركيب"),
        ("left слева", "right справа"),
        ("male", "female"),
        ("horizontal горизонтальная горизонтальной افقي", "vertical вертикальная вертикальной راسي"),
        ("new", "existing"),
        ("ground", "first second third upper"),
        ("first", "second third"),
        ("second", "third"),
        ("wall walls стен стены جدران حوائط", "floor floors ceiling ceilings пола полов потолка потолков ارضيات سقف اسقف"),
        ("column columns колонн اعمده", "beam beams slab slabs балок перекрытий كمرات بلاطات"),
        ("single", "double triple twin"),
        ("excavate excavation разработка حفر", "backfill backfilling filling засыпка ردم"),
        (
            "demolish remove removal dismantle демонтаж разборка ازاله فك",
            "install supply provide монтаж установка устройство توريد تركيب",
        ),
    )
)  # fmt: skip


class Pair(msgspec.Struct, frozen=True):
    """Two works, by their places, that say the same. `how`: their words or their meaning. `alike` is in percent."""

    first: int
    second: int
    how: str
    alike: int


def pairs(works: Sequence[Work], embedder: Embedder | None = None, beat: Beat = lambda: None) -> tuple[Pair, ...]:
    """Pairs of works that say the same, the most alike first, at most MOST. Without `embedder` words alone are compared."""
    spelled: list[Pair] = []
    candidates: list[tuple[int, int]] = []
    for places in _buckets(works).values():
        for pair in _within(places, works):
            if isinstance(pair, Pair):
                spelled.append(pair)
            else:
                candidates.append(pair)
    meant = _meant(works, candidates[:CONSIDERED], embedder, beat) if embedder and candidates else []
    found = sorted(spelled + meant, key=lambda pair: (-pair.alike, pair.first, pair.second))
    return tuple(found[:MOST])


def claims(works: Sequence[Work], embedder: Embedder | None = None, beat: Beat = lambda: None) -> tuple[Claim, ...]:
    """A claim for each pair: it points at the later item and names the earlier."""
    return tuple(
        Claim(
            CODE,
            (works[pair.second].keys[0], works[pair.first].keys[0]),
            {"other": works[pair.first].text[:160], "alike": pair.alike, "how": pair.how},
        )
        for pair in pairs(works, embedder, beat)
    )


def _meant(works: Sequence[Work], candidates: list[tuple[int, int]], embedder: Embedder, beat: Beat) -> list[Pair]:
    places = sorted({place for pair in candidates for place in pair})
    row = {place: number for number, place in enumerate(places)}
    vectors = embedder.vectors([works[place].text for place in places], beat)
    likeness = ((first, second, float(vectors[row[first]] @ vectors[row[second]])) for first, second in candidates)
    return [Pair(first, second, MEANING, round(100 * close)) for first, second, close in likeness if close >= CLOSE]


def _buckets(works: Sequence[Work]) -> dict[tuple[str, ...], list[int]]:
    """Places of works that agree in unit, figures and marks (C30, 4x): only these can be the same work."""
    buckets: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for place, work in enumerate(works):
        text = folded(work.text)
        if len(text) >= SHORTEST:
            figures = sorted(figure.replace(",", ".") for figure in _FIGURE.findall(text))
            buckets[folded(work.unit).strip(". "), *figures, *sorted(_MARKS.findall(text))].append(place)
    return {key: places for key, places in buckets.items() if 1 < len(places) <= BUCKET}


def _within(places: list[int], works: Sequence[Work]) -> Iterator[Pair | tuple[int, int]]:
    """Pairs that are the same by words, and places of pairs whose meanings are worth a look."""
    said = {place: words(works[place].text) for place in places}
    for index, first in enumerate(places):
        for second in places[index + 1 :]:
            one, other = set(said[first]), set(said[second])
            if one == other or contrast(one, other):
                continue  # the same words under another heading are a repetition by design
            if _spelled_alike(one - other, other - one):
                yield Pair(
                    first, second, WORDS, round(fuzz.token_sort_ratio(" ".join(said[first]), " ".join(said[second])))
                )
            elif one - other and other - one and _short_and_near(said[first], said[second]):
                yield first, second


def _short_and_near(one: list[str], other: list[str]) -> bool:
    return max(len(one), len(other)) <= LONGEST and fuzz.token_set_ratio(" ".join(one), " ".join(other)) >= OVERLAP


def _spelled_alike(left: set[str], right: set[str]) -> bool:
    """True when what is in one text only is a spelling of what is in the other only, word by word."""
    left, right = left - _SMALL, right - _SMALL
    return all(any(fuzz.ratio(word, other) >= SPELLING for other in right) for word in left) and all(
        any(fuzz.ratio(word, other) >= SPELLING for other in left) for word in right
    )


def contrast(one: set[str], other: set[str]) -> bool:
    """True when what is in one text only and what is in the other only are opposites."""
    left, right = _forms(one), _forms(other)
    only_left, only_right = left - right, right - left
    return any(
        (here & only_left and there & only_right) or (here & only_right and there & only_left)
        for here, there in _CONTRASTS
    )


def _forms(said: set[str]) -> frozenset[str]:
    return frozenset(form for word in said for form in forms(word))
