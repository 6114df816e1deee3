"""The totals of a file as a chain of evidence: from pages over collections and summaries to the form of tender.

Every total is linked to what it claims to add up: by its own formula, which is worked out over the cells as they are; where it
has none, by the arithmetic that fits (`tables/proof.py`); between sheets by equal sums and names. Its verdict says whether that
holds. See docs/reading.md.
"""

from boq.engine.chain.link import Proof, link

__all__ = ["Proof", "link"]
