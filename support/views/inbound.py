"""Where a mail server hands in mails: raw MIME, signed with a secret that both know.

`Mizan-Timestamp` is the time in seconds, `Mizan-Signature` the HMAC-SHA-256 over it, a dot and the mail, in hexadecimal.
"""

from __future__ import annotations

import hashlib
import hmac
import time

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from accounts.errors import MizanError, NotFound, TooLarge, Unauthenticated
from config.errors import coded, error_body
from support.letters import LARGEST
from support.services.mailbox import take

TOLERANCE = 300  # seconds that the two clocks may differ


@csrf_exempt
@require_POST
def inbound(request: HttpRequest) -> HttpResponse:
    """File one mail. Answers 200 also for what is dropped: nobody is to send it again."""
    try:
        if not settings.SUPPORT.secrets:
            raise NotFound("not_found")
        outcome = take(_signed(request))
    except MizanError as error:
        status, code, facts = coded(error)
        return JsonResponse(error_body(code, facts), status=status)
    return JsonResponse({"outcome": outcome.done, "why": outcome.why, "number": outcome.number})


def _signed(request: HttpRequest) -> bytes:
    """The mail, when its signature is good. Raises Unauthenticated, TooLarge."""
    said = request.headers.get("Mizan-Timestamp", "")
    if not (said.isascii() and said.isdigit() and len(said) < 16 and abs(time.time() - int(said)) <= TOLERANCE):
        raise Unauthenticated("support.bad_signature")
    raw = request.read(LARGEST + 1)
    if len(raw) > LARGEST:
        raise TooLarge("too_large", limit_mb=LARGEST // 1024 // 1024)
    given = request.headers.get("Mizan-Signature", "").encode()
    if not any(hmac.compare_digest(given, sign(secret, said, raw).encode()) for secret in settings.SUPPORT.secrets):
        raise Unauthenticated("support.bad_signature")
    return bytes(raw)


def sign(secret: str, timestamp: str, raw: bytes) -> str:
    """The signature of a mail at a time."""
    return hmac.new(secret.encode(), timestamp.encode() + b"." + raw, hashlib.sha256).hexdigest()
