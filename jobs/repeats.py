"""`Idempotency-Key`: a POST that comes again, because its answer was lost on the way, does nothing twice and gets the same answer.

The key's row is inserted in the transaction that does the work. Whoever comes with the same key meanwhile waits at the unique constraint:
when the first is through they read its answer, and when it failed, nothing of it is left and the next in line does the work.
"""

from __future__ import annotations

import functools
import hashlib
import json
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.encoders import JSONEncoder

from accounts.access import Actor
from accounts.errors import Forbidden, Invalid, Unprocessable
from jobs.models import KeptReply

HEADER = "Idempotency-Key"
REPLAYED = "Idempotent-Replayed"
GOOD = re.compile(r"[\x21-\x7e]{1,255}")
KEPT = timedelta(hours=24)
Handler = Callable[..., Response]


def once(handler: Handler) -> Handler:
    """Decorates the handler of a POST that makes something. Without the header nothing changes.

    Answers 400 `repeat.bad_key` for a key of odd letters and 422 `repeat.other_request` for one that came with another body or address.
    """

    @functools.wraps(handler)
    def wrapped(view: Any, request: Request, *args: Any, **kwargs: Any) -> Response:
        key = request.headers.get(HEADER)
        if key is None:
            return handler(view, request, *args, **kwargs)
        if not GOOD.fullmatch(key):
            raise Invalid("repeat.bad_key")
        actor: Actor = request._request.actor  # type: ignore[attr-defined]
        if actor.organization_id is None or actor.id is None:
            raise Forbidden("forbidden")
        asked = KeptReply(organization_id=actor.organization_id, actor_id=actor.id, key=key, digest=digest_of(request))
        with transaction.atomic():
            kept = _claimed(asked)
            return _again(kept, asked) if kept.pk != asked.pk else _first(kept, handler(view, request, *args, **kwargs))

    described = OpenApiParameter(
        HEADER, str, OpenApiParameter.HEADER, description="the same key again within a day does nothing twice"
    )
    return extend_schema(parameters=[described])(wrapped)


def _claimed(asked: KeptReply) -> KeptReply:
    """The key's row: `asked` itself when it is the first, after waiting for whoever came before."""
    rows = KeptReply.objects.filter(organization_id=asked.organization_id, actor_id=asked.actor_id, key=asked.key)
    rows.filter(created_at__lt=timezone.now() - KEPT).delete()
    KeptReply.objects.bulk_create([asked], ignore_conflicts=True)
    kept: KeptReply = rows.get()
    return kept


def _first(kept: KeptReply, response: Response) -> Response:
    kept.status, kept.body = response.status_code, json.dumps(response.data, cls=JSONEncoder)
    kept.save(update_fields=["status", "body"])
    return response


def _again(kept: KeptReply, asked: KeptReply) -> Response:
    if kept.digest != asked.digest:
        raise Unprocessable("repeat.other_request")
    return Response(json.loads(kept.body), status=kept.status, headers={REPLAYED: "true"})


def digest_of(request: Request) -> str:
    """SHA-256 over the address and what was sent: values and the bytes of files, however they were wrapped up."""
    data = request.data
    files = {name: [_digest(one) for one in request.FILES.getlist(name)] for name in request.FILES}
    if hasattr(data, "lists"):
        data = {name: values for name, values in data.lists() if name not in files}
    said = json.dumps([request.method, request.get_full_path(), data, files], sort_keys=True)
    return hashlib.sha256(said.encode()).hexdigest()


def _digest(file: Any) -> str:
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    file.seek(0)
    return digest.hexdigest()


def forget() -> int:
    """Remove the replies whose day is over. Returns how many."""
    return int(KeptReply.objects.filter(created_at__lt=timezone.now() - KEPT).delete()[0])
