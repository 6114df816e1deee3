"""Every route and method by everybody: nobody, an outsider, viewer, estimator, admin, owner, and a key of each scope.

`table.py` says who gets in. A route or method that is not in the table fails, and so does one in the table that no longer exists.
"""

from __future__ import annotations

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.urls import reverse

from accounts.scopes import Scope
from config.doors import for_programs
from config.tests.walk.routes import METHODS, address, routes, takes_ids
from config.tests.walk.table import ELSEWHERE, RANKS, TABLE, Rule

pytestmark = pytest.mark.django_db
OUTSIDE = ("admin:",)
ROUTES = {name: path for name, path in routes() if not name.startswith(OUTSIDE) and not path.startswith("admin/")}


def verdict(answer: HttpResponse) -> str:
    """`in`, `sign in`, `forbidden`, `hidden` or `broken`: what the answer says of the one who came."""
    if answer.status_code >= 500:
        return "broken"
    if answer.status_code == 401 or (
        answer.status_code == 302 and answer["Location"].startswith(reverse("account_login"))
    ):
        return "sign in"
    if answer.status_code == 403:
        code = answer.json()["error"]["code"] if answer["Content-Type"] == "application/json" else "forbidden"
        return "in" if code in ("sign_in_again", "second_factor.required") else "forbidden"
    return "hidden" if answer.status_code == 404 else "in"


def expected(rule: Rule, who: str, path: str) -> str:
    """What the table wants of a person."""
    if rule.level == "open":
        return "in"
    if who == "anonymous":
        return "sign in"
    if rule.level == "signed":
        return "in"
    if rule.level == "own":
        return "in" if who == "owner" else "hidden"
    if who == "outsider":
        return "hidden" if takes_ids(path) else "in"  # without an id it is a page of their own firm, which they own
    return "in" if RANKS.index(who) >= RANKS.index(rule.level) else "forbidden"


def come(client, method: str, url: str) -> str:
    """One request whose effects are undone."""
    with transaction.atomic():
        answer = getattr(client, method.lower())(url)
        found = verdict(answer)
        transaction.set_rollback(True)
    return found


def test_the_table_holds_every_route_and_no_other():
    assert set(TABLE) == {name for name in ROUTES if not name.startswith(ELSEWHERE)}


def test_who_gets_in(things, people, programs, api, pages):
    pages_of, api_of = ({who: kind(person) for who, person in people.items()} for kind in (pages, api))
    wrong = {}
    for name, rules in TABLE.items():
        path = ROUTES[name]
        url, program_too = address(path, things), for_programs(f"/{path}")
        for method, rule in rules.items():
            wanted = {who: expected(rule, who, path) for who in people}
            found = {who: come((api_of if program_too else pages_of)[who], method, url) for who in people}
            for scope, program in programs.items() if program_too else ():
                wanted[scope] = "in" if scope in rule.scopes or rule.level == "open" else "forbidden"
                found[scope] = come(program, method, url)
            unlike = {who: f"{found[who]}, not {wanted[who]}" for who in wanted if found[who] != wanted[who]}
            if rule.missing:
                unlike = {who: words for who, words in unlike.items() if found[who] != "hidden"}
            if unlike:
                wrong[f"{method} {name}"] = unlike
    assert not wrong, "\n".join(f"{what}: {unlike}" for what, unlike in wrong.items())


def test_other_methods_are_refused(things, alice, api, pages):
    """Not even the owner gets an answer to a method that the table does not name; what is not there here has no methods at all."""
    answered = {}
    of_api, of_pages = api(alice), pages(alice)
    for name, rules in TABLE.items():
        path, refusals = ROUTES[name], {405, 404} if any(rule.missing for rule in rules.values()) else {405}
        client, url = of_api if for_programs(f"/{path}") else of_pages, address(path, things)
        for method in set(METHODS) - set(rules):
            status = getattr(client, method.lower())(url).status_code
            if status not in refusals:
                answered[f"{method} {name}"] = status
    assert not answered, "\n".join(f"{what}: {status}" for what, status in answered.items())


def test_every_scope_is_walked():
    named = {scope for rules in TABLE.values() for rule in rules.values() for scope in rule.scopes}
    assert named == {scope.value for scope in Scope}


def test_the_lists_hold_only_ones_own(things, api, pages, charlie):
    for name in ("projects", "boqs", "jobs"):
        assert api(charlie).get(f"/api/v1/{name}/").json()["count"] == 0
    assert str(things["project"]) not in pages(charlie).get("/projects/").content.decode()
