"""Honest answers of the playing provider: it reads the data of the prompt and answers by simple rules."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from llm.offline.classify import classify
from llm.values import Work

_NOTES = {  # issue, what gives it away, reason
    "unit_against_text": ("unit", r"\bvolume\b", "The text measures a volume."),
    "texts_agree": ("languages", r"\bdiffers\b", "The languages differ."),
    "risk_notes": ("open-duty", r"as long as required", "The duty has no end."),
    "rates_in_words": ("too-high", r"\bdoor stop\b", "It costs more than a door."),
    "own_question": ("note", r"\bcrane\b", "It is lifted by crane."),
}
_DATA = re.compile(r"<bill>\n(.*)\n</bill>", re.DOTALL)


def rows_of(body: dict[str, Any]) -> list[dict[str, Any]]:
    """The data rows of the first user turn that holds some."""
    for message in body["messages"]:
        found = _DATA.search(message.get("content") or "") if message["role"] == "user" else None
        if found:
            return list(_under_headings(json.loads(line) for line in found.group(1).splitlines() if line.strip()))
    return []


def _under_headings(rows: Iterator[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Rows that have an id, with the heading that was said above them."""
    above: dict[str, Any] = {}
    for row in rows:
        if "id" in row:
            yield {**above, **row}
        else:
            above = row


def is_question(body: dict[str, Any]) -> bool:
    """True for a question of an analysis, False for a conversation."""
    return "tools" not in body and any(_DATA.search(message.get("content") or "") for message in body["messages"])


def wanted(body: dict[str, Any]) -> str:
    """Which prompt is asked: by the name of its schema, else by the words of the system turn; "conversation" where none is."""
    if not is_question(body):
        return "conversation"
    named = body.get("response_format", {}).get("json_schema", {}).get("name", "")
    system = body["messages"][0]["content"]
    for sign, name in (('"issue"', "review_descriptions"), ('"scope"', "missing_scope"), ('"statements"', "summary")):
        if not named and sign in system:
            return name
    return named or "classify_items"


def honest(body: dict[str, Any]) -> dict[str, Any]:
    """The reply that follows the schema and speaks only of the data."""
    rows, asked = rows_of(body), wanted(body)
    if asked in _NOTES:
        return _noted(rows, *_NOTES[asked])
    if asked == "classify_items":
        return _classified(rows, _groups(body))
    return {
        "review_descriptions": _reviewed,
        "missing_scope": _missing,
        "summary": _said,
    }[asked](rows)


def _noted(rows: list[dict[str, Any]], issue: str, sign: str, reason: str) -> dict[str, Any]:
    found = [row["id"] for row in rows if re.search(sign, row["text"])]
    return {
        "findings": [{"id": number, "issue": issue, "reason": reason, "ask": "Which is meant?"} for number in found]
    }


def _groups(body: dict[str, Any]) -> list[str]:
    """The groups that the schema allows; empty where there is no schema."""
    schema = body.get("response_format", {}).get("json_schema", {}).get("schema", {})
    claims: dict[str, Any] = next(iter(schema.get("properties", {}).values()), {})
    found: list[str] = claims.get("items", {}).get("properties", {}).get("group", {}).get("enum", [])
    return found


def _classified(rows: list[dict[str, Any]], groups: list[str]) -> dict[str, Any]:
    claims = []
    for row in rows:
        group, confidence, _ = classify(Work(row["text"], row.get("unit", ""), row.get("heading", ""), "", ()))
        allowed = group if group in groups or not groups else groups[0]
        claims.append({"id": row["id"], "group": allowed, "confidence": confidence})
    return {"items": claims}


def _reviewed(rows: list[dict[str, Any]]) -> dict[str, Any]:
    vague = [row for row in rows if "as required" in row["text"].lower()]
    return {
        "findings": [
            {
                "id": row["id"],
                "issue": "ambiguous",
                "reason": "The extent is left open.",
                "ask": "How much is required?",
            }
            for row in vague
        ]
    }


def _missing(rows: list[dict[str, Any]]) -> dict[str, Any]:
    concrete = [row["id"] for row in rows if "concrete" in row["text"].lower()]
    formwork = any("formwork" in row["text"].lower() for row in rows)
    if not concrete or formwork:
        return {"findings": []}
    claim = {"group": "concrete", "scope": "formwork", "reason": "Concrete needs it.", "ids": concrete[:3]}
    return {"findings": [claim]}


def _said(rows: list[dict[str, Any]]) -> dict[str, Any]:
    return {"statements": [{"text": row["fact"], "ids": [row["id"]]} for row in rows[:4]]}
