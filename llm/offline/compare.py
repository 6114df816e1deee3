"""What only a look at the whole bill shows: the same work in other words, and works that do not belong to their heading."""

from __future__ import annotations

import msgspec

from llm.hybrid.evidence import Evidence
from llm.offline import odd, repeats
from llm.offline.embeddings import Beat, Embedder
from llm.standards.cost_groups import COST_GROUPS
from llm.values import Claim, Classified, Work

MOST = 20_000  # works: a longer bill is not compared with itself


def compared(works: tuple[Work, ...], embedder: Embedder | None = None, beat: Beat = lambda: None) -> tuple[Claim, ...]:
    """The claims about a whole bill. Without `embedder` words alone are compared, and only where they nearly agree."""
    if len(works) > MOST:
        return ()
    alone = [msgspec.structs.replace(work, section="") for work in works]  # an item is told by its own words here
    weighed = Evidence(COST_GROUPS).weigh(alone)
    rows = [
        Classified(work.keys[0], told.guesses[0].group, told.guesses[0].confidence, told.step)
        for work, told in zip(works, weighed, strict=True)
    ]
    return repeats.claims(works, embedder, beat) + odd.claims(works, rows)
