"""The hybrid path: a work is classified by the cheapest step that is sure enough, and each answer says which step that was."""

from llm.hybrid.deciding import decide
from llm.hybrid.values import Decision, History, NoHistory, Past, Undecided

__all__ = ["Decision", "History", "NoHistory", "Past", "Undecided", "decide"]
