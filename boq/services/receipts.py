"""The receipt of a bill: one set of bytes, whoever asks; and the same signed, with the file's hash and every row, for third parties."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from accounts.access import Action, Actor, ActorKind, require
from accounts.services import record
from boq.models import Boq
from boq.services import signing

SCHEMA = "mizan-receipt/1"
LARGEST = 20 * 1024 * 1024  # a signed receipt that is checked


def receipt_bytes(boq: Boq) -> bytes:
    """The same bytes that `read_boq --json` prints for the same file."""
    return boq.receipt_text.encode()


def signed_receipt(boq: Boq) -> dict[str, Any]:
    """The receipt with the file that it is about, what the reading used, the kind of every row, and the server's signature.

    `rows` has one letter a row for each sheet: see `boq.engine.receipt.ROW_LETTERS`. Fractions are written as texts, so that common
    JSON libraries give the signed bytes back. The same reading always gives the same document.
    """
    upload = boq.upload
    return signing.sign(
        {
            "schema": SCHEMA,
            "file": {"name": upload.name, "size": upload.size, "sha256": upload.sha256},
            "reading": {
                "bill": str(boq.pk),
                "engine": boq.engine_version,
                "mapping": _without_fractions(boq.mapping),
                "read_at": boq.created_at.isoformat(timespec="seconds"),
            },
            "receipt": _without_fractions(boq.receipt),
            "rows": [{"sheet": sheet, "kinds": kinds} for sheet, kinds in boq.row_kinds.items()],
        }
    )


def _without_fractions(value: Any) -> Any:
    if isinstance(value, float):
        return format(value, ".6g")
    if isinstance(value, dict):
        return {name: _without_fractions(one) for name, one in value.items()}
    return [_without_fractions(one) for one in value] if isinstance(value, list) else value


def signed_bytes(boq: Boq) -> bytes:
    """The signed receipt as a file."""
    return (json.dumps(signed_receipt(boq), ensure_ascii=False, indent=1) + "\n").encode()


def take_signed(*, by: Actor, boq: Boq) -> bytes:
    """The signed receipt for somebody who takes it along; each taking is recorded, but for a guest's of a bill that is public."""
    require(by, Action.VIEW, boq)
    if by.kind is not ActorKind.GUEST:
        record(by=by, action="receipt.downloaded", target=boq)
    return signed_bytes(boq)


@dataclass(frozen=True)
class Checked:
    """What is to be said about a receipt that somebody shows. `code` "" means that it is genuine; then the rest is its content."""

    code: str
    document: dict[str, Any]

    @property
    def genuine(self) -> bool:
        """Signed by this server and unchanged since."""
        return not self.code

    @property
    def facts(self) -> dict[str, Any]:
        """What a genuine receipt says, in short."""
        file, reading, receipt = (self.document.get(name) or {} for name in ("file", "reading", "receipt"))
        return {
            "name": file.get("name"),
            "size": file.get("size"),
            "sha256": file.get("sha256"),
            "engine": reading.get("engine"),
            "read_at": reading.get("read_at"),
            "bill": reading.get("bill"),
            "items": receipt.get("items"),
            "total": receipt.get("total"),
            "stated_total": receipt.get("stated_total"),
            "ties_out": receipt.get("ties_out"),
            "currency": receipt.get("currency"),
        }


def check_receipt(data: bytes) -> Checked:
    """Whether the bytes are a receipt of this server, unchanged: `code` is "", `not_a_receipt`, `unsigned`, `foreign_key` or `changed`."""
    try:
        document = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        return Checked("not_a_receipt", {})
    if not isinstance(document, dict) or document.get("schema") != SCHEMA:
        return Checked("not_a_receipt", {})
    code = signing.verify(document)
    return Checked(code, document if not code else {})
