"""Names of fields and models, as the admin and forms show them, in every language.

Django makes a name of a field from its code: `created_at` -> "created at", in English for ever. A `verbose_name` at each field would
say the same again and need a migration for each; so the words that Django made stand here, marked for translation, and take the
place of Django's when the applications are loaded. Fields that have a `verbose_name` of their own keep it.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.apps import apps
from django.db.models import Field, Model
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from config.env import ROOT

WORDS = (
    pgettext_lazy("field", "accepted at"),
    pgettext_lazy("field", "accepted by"),
    pgettext_lazy("field", "action"),
    pgettext_lazy("field", "actor id"),
    pgettext_lazy("field", "actor kind"),
    pgettext_lazy("field", "address"),
    pgettext_lazy("field", "analyses"),
    pgettext_lazy("field", "analysis"),
    pgettext_lazy("field", "analyst"),
    pgettext_lazy("field", "answered by"),
    pgettext_lazy("field", "attempts"),
    pgettext_lazy("field", "audit entries"),
    pgettext_lazy("field", "audit entry"),
    pgettext_lazy("field", "audit origin"),
    pgettext_lazy("field", "audit origins"),
    pgettext_lazy("field", "bidder"),
    pgettext_lazy("field", "bidders"),
    pgettext_lazy("field", "boq"),
    pgettext_lazy("field", "breach"),
    pgettext_lazy("field", "budget"),
    pgettext_lazy("field", "budgets"),
    pgettext_lazy("field", "cached input tokens"),
    pgettext_lazy("field", "cancel requested"),
    pgettext_lazy("field", "cancelled at"),
    pgettext_lazy("field", "complete"),
    pgettext_lazy("field", "consent"),
    pgettext_lazy("field", "consents"),
    pgettext_lazy("field", "cost"),
    pgettext_lazy("field", "cost currency"),
    pgettext_lazy("field", "counts"),
    pgettext_lazy("field", "created at"),
    pgettext_lazy("field", "created by"),
    pgettext_lazy("field", "currency"),
    pgettext_lazy("field", "current jti"),
    pgettext_lazy("field", "data export"),
    pgettext_lazy("field", "data exports"),
    pgettext_lazy("field", "date joined"),
    pgettext_lazy("field", "deliveries"),
    pgettext_lazy("field", "delivery"),
    pgettext_lazy("field", "digest"),
    pgettext_lazy("field", "disabled at"),
    pgettext_lazy("field", "document"),
    pgettext_lazy("field", "done"),
    pgettext_lazy("field", "dry run"),
    pgettext_lazy("field", "email"),
    pgettext_lazy("field", "emails"),
    pgettext_lazy("field", "endpoint"),
    pgettext_lazy("field", "engine version"),
    pgettext_lazy("field", "erased at"),
    pgettext_lazy("field", "erasure ledger"),
    pgettext_lazy("field", "erasure request"),
    pgettext_lazy("field", "erasure requests"),
    pgettext_lazy("field", "error"),
    pgettext_lazy("field", "error code"),
    pgettext_lazy("field", "error facts"),
    pgettext_lazy("field", "estimated"),
    pgettext_lazy("field", "event"),
    pgettext_lazy("field", "event id"),
    pgettext_lazy("field", "events"),
    pgettext_lazy("field", "expires at"),
    pgettext_lazy("field", "export"),
    pgettext_lazy("field", "exports"),
    pgettext_lazy("field", "facts"),
    pgettext_lazy("field", "failing since"),
    pgettext_lazy("field", "failures"),
    pgettext_lazy("field", "file"),
    pgettext_lazy("field", "findings count"),
    pgettext_lazy("field", "finished at"),
    pgettext_lazy("field", "format"),
    pgettext_lazy("field", "given at"),
    pgettext_lazy("field", "held"),
    pgettext_lazy("field", "hints done"),
    pgettext_lazy("field", "how"),
    pgettext_lazy("field", "impersonator id"),
    pgettext_lazy("field", "input hash"),
    pgettext_lazy("field", "input tokens"),
    pgettext_lazy("field", "invitation"),
    pgettext_lazy("field", "invitations"),
    pgettext_lazy("field", "invited by"),
    pgettext_lazy("field", "is active"),
    pgettext_lazy("field", "is staff"),
    pgettext_lazy("field", "items count"),
    pgettext_lazy("field", "job"),
    pgettext_lazy("field", "jobs"),
    pgettext_lazy("field", "kind"),
    pgettext_lazy("field", "language"),
    pgettext_lazy("field", "last used at"),
    pgettext_lazy("field", "lease expires at"),
    pgettext_lazy("field", "lease token"),
    pgettext_lazy("field", "likely cost"),
    pgettext_lazy("field", "likely tokens"),
    pgettext_lazy("field", "mail"),
    pgettext_lazy("field", "mails"),
    pgettext_lazy("field", "mapping"),
    pgettext_lazy("field", "members"),
    pgettext_lazy("field", "membership"),
    pgettext_lazy("field", "memberships"),
    pgettext_lazy("field", "milliseconds"),
    pgettext_lazy("field", "model"),
    pgettext_lazy("field", "month"),
    pgettext_lazy("field", "name"),
    pgettext_lazy("field", "next try at"),
    pgettext_lazy("field", "note"),
    pgettext_lazy("field", "notices"),
    pgettext_lazy("field", "number"),
    pgettext_lazy("field", "options"),
    pgettext_lazy("field", "organization"),
    pgettext_lazy("field", "organization id"),
    pgettext_lazy("field", "organizations"),
    pgettext_lazy("field", "origin id"),
    pgettext_lazy("field", "output tokens"),
    pgettext_lazy("field", "payload"),
    pgettext_lazy("field", "person"),
    pgettext_lazy("field", "person id"),
    pgettext_lazy("field", "phase"),
    pgettext_lazy("field", "position"),
    pgettext_lazy("field", "prefix"),
    pgettext_lazy("field", "previous ends at"),
    pgettext_lazy("field", "previous jti"),
    pgettext_lazy("field", "processing restricted at"),
    pgettext_lazy("field", "project"),
    pgettext_lazy("field", "project id"),
    pgettext_lazy("field", "projects"),
    pgettext_lazy("field", "provider"),
    pgettext_lazy("field", "purse"),
    pgettext_lazy("field", "purses"),
    pgettext_lazy("field", "read at"),
    pgettext_lazy("field", "receipt"),
    pgettext_lazy("field", "receipt text"),
    pgettext_lazy("field", "replaced by"),
    pgettext_lazy("field", "reply"),
    pgettext_lazy("field", "request id"),
    pgettext_lazy("field", "requested by"),
    pgettext_lazy("field", "reserved"),
    pgettext_lazy("field", "reserved tokens"),
    pgettext_lazy("field", "rests until"),
    pgettext_lazy("field", "result"),
    pgettext_lazy("field", "retention run"),
    pgettext_lazy("field", "retention runs"),
    pgettext_lazy("field", "revoked at"),
    pgettext_lazy("field", "revoked for"),
    pgettext_lazy("field", "rotated at"),
    pgettext_lazy("field", "rounding"),
    pgettext_lazy("field", "rounding basis"),
    pgettext_lazy("field", "route"),
    pgettext_lazy("field", "row kinds"),
    pgettext_lazy("field", "sections count"),
    pgettext_lazy("field", "settled at"),
    pgettext_lazy("field", "sha256"),
    pgettext_lazy("field", "short password"),
    pgettext_lazy("field", "size"),
    pgettext_lazy("field", "spent"),
    pgettext_lazy("field", "started at"),
    pgettext_lazy("field", "state"),
    pgettext_lazy("field", "stated total"),
    pgettext_lazy("field", "stats"),
    pgettext_lazy("field", "status"),
    pgettext_lazy("field", "status code"),
    pgettext_lazy("field", "subject"),
    pgettext_lazy("field", "subject id"),
    pgettext_lazy("field", "successors"),
    pgettext_lazy("field", "summary"),
    pgettext_lazy("field", "target id"),
    pgettext_lazy("field", "target type"),
    pgettext_lazy("field", "tender"),
    pgettext_lazy("field", "tenders"),
    pgettext_lazy("field", "terms recorded at"),
    pgettext_lazy("field", "terms recorded by"),
    pgettext_lazy("field", "ties out"),
    pgettext_lazy("field", "token"),
    pgettext_lazy("field", "total"),
    pgettext_lazy("field", "unwanted mails"),
    pgettext_lazy("field", "updated at"),
    pgettext_lazy("field", "updated by"),
    pgettext_lazy("field", "upload"),
    pgettext_lazy("field", "uploaded by"),
    pgettext_lazy("field", "uploads"),
    pgettext_lazy("field", "user"),
    pgettext_lazy("field", "user agent"),
    pgettext_lazy("field", "users"),
    pgettext_lazy("field", "version"),
    pgettext_lazy("field", "woken at"),
)


def own_models() -> list[type[Model]]:
    """The models of this project's applications."""
    return [
        model for config in apps.get_app_configs() if Path(config.path).parent == ROOT for model in config.get_models()
    ]


def translate() -> None:
    """Puts the words in the place of those that Django made. What migrations see stays as it is."""
    with translation.override(None):
        words = {str(word): word for word in WORDS}
        _put(words)


def _put(words: Mapping[str, Any]) -> None:
    for model in own_models():
        for field in model._meta.get_fields():
            if isinstance(field, Field) and field._verbose_name is None:  # type: ignore[attr-defined]
                field.verbose_name = words.get(str(field.verbose_name), field.verbose_name)
        meta = model._meta
        single, plural = str(meta.verbose_name), str(meta.verbose_name_plural)
        if not isinstance(meta.verbose_name, Promise):
            meta.verbose_name = words.get(single, single)
        if not isinstance(meta.original_attrs.get("verbose_name_plural"), Promise):
            meta.verbose_name_plural = words.get(plural, plural)


def untranslated(model: type[Model]) -> list[str]:
    """Names of a model and its fields that are the same in every language."""
    meta = model._meta
    names = [meta.verbose_name, meta.verbose_name_plural]
    names += [field.verbose_name for field in meta.get_fields() if isinstance(field, Field) and field.name != "id"]
    return [str(name) for name in names if not isinstance(name, Promise)]
