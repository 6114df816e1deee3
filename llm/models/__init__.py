"""What llm keeps: the ledger of questions, the answers, the budgets, the providers, the questions of organizations, vectors of texts."""

from llm.models.answers import KeptAnswer
from llm.models.budgets import Budget, Purse
from llm.models.embeddings import Embedding
from llm.models.ledger import LedgerEntry
from llm.models.providers import LlmKey, LlmProvider
from llm.models.questions import OwnQuestion

__all__ = ["Budget", "Embedding", "KeptAnswer", "LedgerEntry", "LlmKey", "LlmProvider", "OwnQuestion", "Purse"]
