"""Every route, walked as anonymous, outsider and member: nobody sees what is not theirs. A new route must be put in the table."""

from __future__ import annotations

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

pytestmark = pytest.mark.django_db

OPEN = {
    "home", "keys", "security-txt", "set_language", "health-live", "health-ready", "metrics",
    "api:register", "api:login", "api:refresh", "receipt-key", "receipt-check", "api:receipt-key", "api:receipt-check",
}  # fmt: skip
OWN = {"projects:list", "projects:create", "accounts:switch", "api:switch", "api:me", "api:project-list", "api:job-list",
       "api:boq-list", "api:layout-list", "boq:layouts", "schema", "swagger", "redoc", "find",
       "llm:models", "llm:questions", "llm:choices", "llm:add", "api:llm-presets", "api:llm-destinations", "api:llm-choices",
       "api:llm-budget", "api:llm-providers"}  # fmt: skip
PAGED = {"boq:page", "boq:picture"}  # only a paged file has pages: its members are tested with one
OUTSIDE = ("account_", "admin:")  # allauth's own pages and the admin, which have their own tests


def routes(patterns=None, prefix="", namespace=""):
    """(name, path with placeholders) of every route."""
    for entry in patterns or get_resolver().url_patterns:
        path = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from routes(entry.url_patterns, path, inner)
        elif isinstance(entry, URLPattern) and entry.name:
            yield f"{namespace}{entry.name}", path


@pytest.fixture
def things(boq, work, alice, actor):
    """One of everything, in alice's firm."""
    from accounts.encryption import Secret
    from boq.models import Conversation, Item, Layout, Turn
    from boq.services.analysis import request_analysis
    from boq.services.reports import request_export
    from jobs.models import Job
    from llm.models import LlmKey, LlmProvider, OwnQuestion

    request_analysis(by=actor(alice), boq=boq)
    request_export(by=actor(alice), boq=boq, format="json")
    work()
    talk = Conversation.objects.create(organization=boq.organization, project=boq.project, boq=boq, title="How much?")
    turn = Turn.objects.create(organization=boq.organization, conversation=talk, position=1, question="How much?")
    secret = LlmKey.objects.create(
        organization=boq.organization,
        provider=LlmProvider.objects.create(organization=boq.organization, name="Own", preset="other", model="m"),
        label="one",
        secret=Secret.of("sk-x"),
    )
    return {
        "project": boq.project_id,
        "upload": boq.upload_id,
        "layout": Layout.objects.create(
            organization=boq.organization, name="Kept", fingerprint="0", sheets=[], made_at=boq.created_at
        ).pk,
        "boq": boq.pk,
        "analysis": boq.analyses.get().pk,
        "export": boq.exports.get().pk,
        "job": Job.objects.get(kind="import").pk,
        "key": Item.objects.filter(boq=boq).first().key,
        "number": 1,
        "provider": secret.provider_id,
        "secret": secret.pk,
        "conversation": turn.conversation_id,
        "turn": turn.pk,
        "question": OwnQuestion.objects.create(organization=boq.organization, title="Cranes", instruction="cranes").pk,
    }


def address(name: str, path: str, things: dict) -> str:
    """The path with real ids: of the parameter's own name, or of the thing that its route is about."""
    import re

    path = path.replace("^", "").replace("\\.", ".").replace("$", "").replace("\\Z", "")
    about = next(
        (
            word
            for word in ("layout", "export", "analysis", "analyses", "job", "upload", "mapping", "boq", "project")
            if word in path
        ),
        "",
    )
    about = {"analyses": "analysis", "mapping": "upload"}.get(about, about)

    def fill(match):
        parameter = match.group(1).removesuffix("_id").removesuffix("_pk")
        return str(things.get(parameter, things.get(about, "")))

    path = re.sub(r"\(\?P<(\w+)>[^)]*\)", fill, path)
    return "/" + re.sub(r"<(?:\w+:)?(\w+)>", fill, path)


def objects():
    """The routes of things; what takes a thing away comes last."""
    found = [
        (name, path)
        for name, path in routes()
        if name not in OPEN | OWN
        and not name.startswith(OUTSIDE)
        and "admin/" not in path
        and "<drf_format_suffix" not in path
    ]
    return sorted(found, key=lambda pair: "/forget/" in pair[1])


def test_every_route_of_a_thing_is_closed_to_strangers(things, api, pages, alice, bob, charlie):
    walked = objects()
    assert len(walked) > 25
    for name, path in walked:
        url = address(name, path, things)
        client = api if path.startswith("api/") else pages
        statuses = {}
        for who, person in (("anonymous", None), ("outsider", charlie), ("member", alice)):
            for method in ("get", "post", "put", "patch"):  # the first that the route takes
                statuses[who] = getattr(client(person), method)(url).status_code
                if statuses[who] != 405:
                    break
        assert statuses["outsider"] == 404, (name, url, statuses)
        assert statuses["anonymous"] in ((401,) if path.startswith("api/") else (302, 401)), (name, url, statuses)
        assert statuses["member"] != 404 or name in PAGED, (name, url, statuses)
        assert statuses["member"] < 500, (name, url, statuses)


def test_the_lists_hold_only_ones_own(things, api, pages, charlie):
    for name in ("projects", "boqs", "jobs"):
        assert api(charlie).get(f"/api/v1/{name}/").json()["count"] == 0
    assert "Villa" not in pages(charlie).get("/projects/").content.decode()


def test_the_tables_name_only_routes_that_exist():
    known = {name for name, _ in routes()}
    assert known >= OPEN | OWN
