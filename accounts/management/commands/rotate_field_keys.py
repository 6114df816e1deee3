"""Put every encrypted field, and the secrets of second factors, under the first of FIELD_ENCRYPTION_KEYS. Safe to stop and to repeat."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import models, transaction

from accounts.encryption import EncryptedTextField, Unreadable, encrypted_fields
from accounts.second_factor import rotate_secrets


class Command(BaseCommand):
    help = "Re-encrypt every encrypted field with the first of FIELD_ENCRYPTION_KEYS. Safe to stop and to repeat."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--batch", type=int, default=500, help="rows locked at a time (500)")

    def handle(self, *args: Any, **options: Any) -> None:
        unreadable = 0
        for model in apps.get_models():
            fields = encrypted_fields(model)
            if not fields or model._meta.proxy:
                continue
            seen, changed, lost = rotate(model, fields, max(1, options["batch"]))
            unreadable += self._tell(model._meta.label, seen, changed, lost)
        unreadable += self._tell("mfa.Authenticator", *rotate_secrets(batch=max(1, options["batch"])))
        if unreadable:
            raise CommandError(
                f"{unreadable} rows could not be read. Put the key they were encrypted with at the end of "
                "FIELD_ENCRYPTION_KEYS and run this again, or enter those secrets anew."
            )
        self.stdout.write("All is under the first key; the others are needed no more.")

    def _tell(self, label: str, seen: int, changed: int, lost: list[str]) -> int:
        """Say what became of the rows; answers how many no key reads."""
        self.stdout.write(f"{label}: {seen} rows, {changed} encrypted anew, {len(lost)} unreadable")
        for key in lost[:20]:
            self.stderr.write(f"{label} {key}: no present key reads it")
        return len(lost)


def rotate(model: type[models.Model], fields: list[EncryptedTextField], batch: int) -> tuple[int, int, list[str]]:
    """(rows seen, rows changed, keys of rows that no key reads). Each batch is locked and committed by itself."""
    names = [field.attname for field in fields]
    seen = changed = 0
    lost: list[str] = []
    last: Any = None
    while True:
        with transaction.atomic():
            rows = model._base_manager.select_for_update().order_by("pk").only("pk", *names)
            page = list((rows if last is None else rows.filter(pk__gt=last))[:batch])
            if not page:
                return seen, changed, lost
            seen, last = seen + len(page), page[-1].pk
            moved = []
            for row in page:
                try:
                    before = [getattr(row, name) for name in names]
                    after = [secret.rotated() for secret in before]
                except Unreadable:
                    lost.append(str(row.pk))
                    continue
                if after != before:
                    for name, secret in zip(names, after, strict=True):
                        setattr(row, name, secret)
                    moved.append(row)
            model._base_manager.bulk_update(moved, names)
            changed += len(moved)
