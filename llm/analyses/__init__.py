"""What can be asked about a bill: one kind of analysis each, in the order in which they run."""

from llm.analyses.base import Ask, Kind
from llm.analyses.kinds import DEFAULT, KINDS, OWN, kind

__all__ = ["DEFAULT", "KINDS", "OWN", "Ask", "Kind", "kind"]
