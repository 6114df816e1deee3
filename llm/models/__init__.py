"""What llm keeps: the ledger of questions, the answers, the budgets, the providers, the questions of organizations."""

from llm.models.answers import KeptAnswer
from llm.models.budgets import Budget, Purse
from llm.models.ledger import LedgerEntry
from llm.models.providers import LlmKey, LlmProvider
from llm.models.questions import OwnQuestion

__all__ = ["Budget", "KeptAnswer", "LedgerEntry", "LlmKey", "LlmProvider", "OwnQuestion", "Purse"]
