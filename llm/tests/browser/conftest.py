"""The providers of alice's firm."""

from llm.tests.providers.conftest import _no_operators_model, add, operators_model, terms

__all__ = ["_no_operators_model", "add", "operators_model", "terms"]
