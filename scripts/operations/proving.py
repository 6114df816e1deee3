"""What the application finds in restored data: one JSON document, {"uploads", "receipts", "secrets", "lost", "faults"}.

`lost` are uploads whose row is there and whose file is not: with the disk went what came after the last copy of files.

Run as `python -m scripts.operations.proving` with the application's settings, in a process of its own: the only one here that needs Django.
"""

from __future__ import annotations

import json
import sys
from hashlib import sha256
from pathlib import Path

MOST_RECEIPTS = 500  # the newest ones; every one has to be made anew to be tried
BLOCK = 1024 * 1024


def main() -> int:
    """Try everything; the document goes to standard output, and what the application logs does not."""
    import django

    django.setup()
    faults: list[str] = []
    lost: list[str] = []
    found = {"uploads": _uploads(lost, faults), "receipts": _receipts(faults), "secrets": kept_secrets(faults)}
    print(json.dumps({**found, "lost": lost, "faults": faults}))
    return 0


def _uploads(lost: list[str], faults: list[str]) -> int:
    """Every upload's file has the hash that its row states."""
    from boq.models import Upload

    seen = 0
    for upload in Upload.objects.only("id", "file", "sha256", "created_at").iterator():
        seen += 1
        digest = sha256()
        try:
            with upload.file.open("rb") as file:
                while block := file.read(BLOCK):
                    digest.update(block)
        except FileNotFoundError:
            lost.append(f"{upload.pk} {upload.created_at:%Y-%m-%dT%H:%M:%SZ}")
            continue
        if digest.hexdigest() != upload.sha256:
            faults.append(f"upload {upload.pk}: its file is another one")
    return seen


def _receipts(faults: list[str]) -> int:
    """Receipts can be made again, and are signed with the key that came back with them: a new key would disown those given out.

    The key is made with the first receipt that somebody takes, so there need not be one before.
    """
    from django.conf import settings

    from accounts.models import AuditEntry
    from boq.models import Boq
    from boq.services import receipts, signing

    bills = Boq.objects.exclude(receipt_text="").select_related("upload").order_by("-created_at")[:MOST_RECEIPTS]
    if not bills:
        return 0
    if not (Path(settings.DATA_DIR) / "keys" / "receipts" / "signing.pem").exists():
        if AuditEntry.objects.filter(action="receipt.downloaded").exists():
            faults.append("the key that signs receipts is missing, though receipts were taken")
        return 0
    for bill in bills:
        if code := signing.verify(receipts.signed_receipt(bill)):
            faults.append(f"bill {bill.pk}: its receipt is {code}")
    return len(bills)


def kept_secrets(faults: list[str]) -> int:
    """Kept secrets open with the keys of the settings: without those keys a restored database has lost them. Returns how many there are."""
    from django.apps import apps

    from accounts.encryption import Unreadable, encrypted_fields

    seen = 0
    for model in apps.get_models():
        names = [] if model._meta.proxy else [field.name for field in encrypted_fields(model)]
        for row in model._base_manager.only("pk", *names).iterator() if names else ():
            for secret in (getattr(row, name) for name in names):
                seen += bool(secret)
                try:
                    secret.reveal()
                except Unreadable:
                    faults.append(f"{model._meta.label} {row.pk}: no key of the settings opens its secret")
    return seen


if __name__ == "__main__":
    sys.exit(main())
