"""Secrets and personal data are taken out of whatever is written for operators: logs, reports of errors, pages of errors.

What is known to be a secret is found (of this process, of the request at hand), what is named like one, and what looks like one.
"""

from config.masking.known import remember, remember_for_request
from config.masking.shapes import MASK, masked_text
from config.masking.values import masked, sensitive

__all__ = ["MASK", "masked", "masked_text", "remember", "remember_for_request", "sensitive"]
