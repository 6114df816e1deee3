"""What an assistant may attach to a conversation: the receipt of each bill, `mizan://bills/{id}/receipt`."""

from __future__ import annotations

import re
from typing import Any

from accounts.access import Actor
from accounts.errors import Invalid, NotFound
from accounts.scopes import Scope
from boq.models import Boq
from programs.mcp.data import bill_of, bounded, need, noted, organization_of, wrapped
from programs.paging import NEWEST, page

AT_ONCE = 50
_RECEIPT = re.compile(r"mizan://bills/([0-9a-f-]{36})/receipt")
TEMPLATES = [
    {
        "uriTemplate": "mizan://bills/{id}/receipt",
        "name": "receipt",
        "title": "Receipt of a bill",
        "description": "What was read of the file: every row accounted for, totals stated and calculated, warnings with their cells.",
        "mimeType": "text/plain",
    }
]


def listed(by: Actor, cursor: object) -> dict[str, Any]:
    """Receipts of the newest bills; `nextCursor` where there are more. Raises Invalid for a cursor that is none."""
    need(by, Scope.BOQS_READ)
    organization_of(by)
    if cursor is not None and not isinstance(cursor, str):
        raise Invalid("graph.bad_page", most=AT_ONCE)
    readable = Boq.objects.visible_to(by).filter(upload__llm_opt_out=False)
    found = page(readable.defer("receipt_text", "row_kinds"), NEWEST, AT_ONCE, cursor)
    shown = [
        {
            "uri": f"mizan://bills/{one.row.pk}/receipt",
            "name": one.row.name[:200],
            "title": one.row.name[:200],
            "mimeType": "text/plain",
        }
        for one in found.nodes
    ]
    return {"resources": shown} | ({"nextCursor": found.next} if found.next else {})


def read(by: Actor, uri: object) -> dict[str, Any]:
    """One receipt. Raises NotFound, Forbidden."""
    need(by, Scope.BOQS_READ)
    named = _RECEIPT.fullmatch(uri) if isinstance(uri, str) else None
    if named is None:
        raise NotFound("not_found")
    bill = bill_of(by, named.group(1))
    noted(by, "resources/read", bill)
    text = wrapped(bounded(bill.receipt))
    return {"contents": [{"uri": uri, "mimeType": "text/plain", "text": text}]}
