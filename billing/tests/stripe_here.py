"""A server on this machine that speaks Stripe's protocol: what it is asked it remembers, and it can fail in the ways Stripe does."""

from __future__ import annotations

import hashlib
import hmac
import json
import time
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit

from config.tests.servers import Asked, Reply

Thing = dict[str, Any]
SECRET = "whsec_of_tests"
TEAM, BUSINESS = "price_team", "price_business"
MONTH = 30 * 24 * 3600


@dataclass
class StripeHere:
    """`things` by id; `failing` are statuses that the next requests get; `slowly` seconds before each byte of an answer."""

    things: dict[str, Thing] = field(default_factory=dict)
    kept: dict[str, tuple[str, Thing]] = field(default_factory=dict)
    failing: list[int] = field(default_factory=list)
    slowly: float = 0.0
    asked: list[Asked] = field(default_factory=list)
    url: str = ""

    def answer(self, came: Asked) -> Reply:
        self.asked.append(came)
        if came.headers.get("authorization") != "Bearer sk_test_of_tests":
            return _error(401, "invalid_api_key")
        if self.failing:
            return _error(self.failing.pop(0), "")
        if self.slowly:
            return Reply(200, b"{}" * 100, slowly=self.slowly)
        path, given = urlsplit(came.path).path.removeprefix("/v1/"), _form(came)
        key = came.headers.get("idempotency-key", "")
        if came.method == "POST" and key in self.kept:
            said, thing = self.kept[key]
            return _ok(thing) if said == came.body.decode() else _error(400, "idempotency_error")
        found = self._act(came.method, path, given)
        if found is None:
            return _error(404, "resource_missing")
        if came.method == "POST" and key:
            self.kept[key] = (came.body.decode(), found)
        return _ok(found)

    def _act(self, method: str, path: str, given: dict[str, str]) -> Thing | None:
        if method == "GET" and path == "subscriptions" and given["customer"] in self.things:
            own = [one for one in self.things.values() if one["object"] == "subscription"]
            found = [one for one in own if one["customer"] == given["customer"]]
            return {"object": "list", "url": "/v1/subscriptions", "has_more": False, "data": found}
        if method == "GET":
            return self.things.get(path.rpartition("/")[2])
        if method == "DELETE":
            one = self.things.get(path.rpartition("/")[2])
            return one and self.put(one | {"status": "canceled", "ended_at": int(time.time())})
        number = len(self.things) + 1
        if path == "customers":
            organization = given["metadata[organization]"]
            return self.put({"id": f"cus_{number}", "object": "customer", "metadata": {"organization": organization}})
        if path == "checkout/sessions":
            session = {
                "id": f"cs_test_{number}",
                "object": "checkout.session",
                "url": f"https://checkout.stripe.test/c/{number}",
                "customer": given["customer"],
                "client_reference_id": given["client_reference_id"],
                "mode": given["mode"],
                "price": given["line_items[0][price]"],
                "success_url": given["success_url"],
            }
            return self.put(session)
        if path == "billing_portal/sessions" and given["customer"] in self.things:
            return {
                "id": "bps_1",
                "object": "billing_portal.session",
                "url": f"https://billing.stripe.test/{given['customer']}",
            }
        return None

    def put(self, thing: Thing) -> Thing:
        self.things[thing["id"]] = thing
        return thing

    def subscribe(self, customer: str, price: str = TEAM, number: int = 1, **more: Any) -> Thing:
        """The customer has a subscription; `more` changes it."""
        now = int(time.time())
        item = {
            "id": f"si_{number}",
            "object": "subscription_item",
            "price": {"id": price, "object": "price"},
            "current_period_start": now - 60,
            "current_period_end": now - 60 + MONTH,
        }
        made = {
            "id": f"sub_{number}",
            "object": "subscription",
            "customer": customer,
            "status": "active",
            "created": now - 60,
            "cancel_at": None,
            "cancel_at_period_end": False,
            "items": {"object": "list", "data": [item]},
        }
        return self.put(made | more)


def event(kind: str, thing: Thing, *, number: str = "", at: int | None = None) -> Thing:
    """An event as Stripe tells it."""
    when = int(time.time()) if at is None else at
    name = number or f"evt_{hashlib.sha256(f'{kind}{json.dumps(thing)}{when}'.encode()).hexdigest()[:16]}"
    return {"id": name, "object": "event", "type": kind, "created": when, "data": {"object": thing}}


def signed(body: bytes, *, secret: str = SECRET, at: int | None = None) -> str:
    """The header that signs `body`."""
    when = int(time.time()) if at is None else at
    mark = hmac.new(secret.encode(), f"{when}.".encode() + body, hashlib.sha256).hexdigest()
    return f"t={when},v1={mark}"


def _form(came: Asked) -> dict[str, str]:
    text = urlsplit(came.path).query if came.method == "GET" else came.body.decode()
    return {name: values[-1] for name, values in parse_qs(text).items()}


def _ok(thing: Thing) -> Reply:
    return Reply(200, json.dumps(thing).encode(), {"Content-Type": "application/json", "Request-Id": "req_1"})


def _error(status: int, code: str) -> Reply:
    kind = "invalid_request_error" if status in (400, 404) else "api_error"
    kind = "idempotency_error" if code == "idempotency_error" else kind
    body = {"error": {"type": kind, "code": code, "message": "words of Stripe"}}
    headers = {"Content-Type": "application/json", "Stripe-Should-Retry": "false"}
    return Reply(status, json.dumps(body).encode(), headers)
