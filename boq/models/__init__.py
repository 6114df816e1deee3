"""The rows: what was uploaded, what was read from it, what it costs, what was found and made."""

from boq.models.analyses import Analysis, Classification
from boq.models.boqs import Boq, Item, Section, Total
from boq.models.conversations import Conversation, Turn
from boq.models.exports import Export
from boq.models.findings import Finding
from boq.models.layouts import Layout
from boq.models.prices import Price, PriceSet
from boq.models.uploads import SheetChunk, Upload

__all__ = [
    "Analysis",
    "Boq",
    "Classification",
    "Conversation",
    "Export",
    "Finding",
    "Item",
    "Layout",
    "Price",
    "PriceSet",
    "Section",
    "SheetChunk",
    "Total",
    "Turn",
    "Upload",
]
