"""A real Chromium under the strict content policy, and the providers of alice's firm."""

from boq.tests.browser.conftest import chromium, page
from llm.tests.providers.conftest import _no_operators_model, add, operators_model, terms

__all__ = ["_no_operators_model", "add", "chromium", "operators_model", "page", "terms"]
