"""The questions of an analysis."""

from llm.steps.base import Step, numbered
from llm.steps.classify import ClassifyItems, group_counts
from llm.steps.notes import NoteItems, NoteKind
from llm.steps.scope import MissingScope, sample
from llm.steps.summary import Summary, facts_as_works

__all__ = [
    "ClassifyItems", "MissingScope", "NoteItems", "NoteKind", "Step", "Summary", "facts_as_works", "group_counts", "numbered",
    "sample",
]  # fmt: skip
