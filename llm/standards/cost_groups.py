"""Mizan's own short list of cost groups by trade: what a building or civil works bill is usually split into."""

from __future__ import annotations

from llm.standards import load

OTHER = "other"

COST_GROUPS = load("mizan-trades")
