"""What llm keeps: the ledger of questions."""

from llm.models.ledger import LedgerEntry

__all__ = ["LedgerEntry"]
