"""GraphQL shows what the API shows, to the same people, and refuses what would cost too much."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings as config
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from graphql import (
    GraphQLObjectType,
    build_client_schema,
    build_schema,
    get_introspection_query,
    get_named_type,
    print_schema,
)

from programs.graph.schema import TEXT, schema

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _open(settings):
    settings.GRAPHQL = True


def ask(client, query, **variables):
    return client.post("/graphql/", {"query": query, "variables": variables})


def code_of(answer):
    return answer.json()["errors"][0]["extensions"]["code"]


def everything(kind, depth=3):
    """Every field of a type that needs no argument, and theirs."""
    said = []
    for name, field in kind.fields.items():
        inner = get_named_type(field.type)
        if any(
            argument.name == "id"
            for argument in field.args.values()
            if argument.type.__class__.__name__ == "GraphQLNonNull"
        ):
            continue
        if not isinstance(inner, GraphQLObjectType):
            said.append(name)
        elif depth:
            said.append(f"{name}{'(first: 2)' if 'first' in field.args else ''} {everything(inner, depth - 1)}")
    return f"{{ {' '.join(said) or '__typename'} }}"


def test_closed_it_is_not_there_and_its_library_is_not_imported(settings, api, alice):
    settings.GRAPHQL = False
    answer = ask(api(alice), "{ me { name } }")
    assert (answer.status_code, answer.json()["error"]["code"]) == (404, "not_found")
    assert api(alice).get("/graphql/").status_code == 404
    code = "import django, sys; django.setup(); import config.urls; print([m for m in ('graphql', 'mcp') if m in sys.modules])"
    env = {
        "PATH": "/usr/bin", "DJANGO_SETTINGS_MODULE": "config.settings", "SECRET_KEY": "k" * 50, "MIZAN_LOCAL": "1",
        "DATABASE_POOL": "0", "PYTHONPATH": str(config.BASE_DIR),
    }  # fmt: skip
    told = subprocess.run(
        [sys.executable, "-c", code], env=env, capture_output=True, text=True, timeout=120, check=True
    )
    assert told.stdout.strip() == "[]"


def test_every_field_of_the_schema_answers(boq, work, actor, alice, api):
    from boq.services.analysis import request_analysis

    request_analysis(by=actor(alice), boq=boq)
    work()
    client = api(alice)
    kind = schema().type_map
    for query in (
        f"{{ me {everything(kind['Me'])} organizations {everything(kind['Organization'])} }}",
        f"{{ projects {everything(kind['ProjectPage'])} bills {everything(kind['BillPage'], 1)} }}",
        f'{{ project(id: "{boq.project_id}") {everything(kind["Project"], 2)} }}',
        f'{{ bill(id: "{boq.pk}") {everything(kind["Bill"], 3)} }}',
    ):
        answer = ask(client, query)
        assert answer.status_code == 200, answer.json()
        assert "errors" not in answer.json(), answer.json()["errors"]
    bill = answer.json()["data"]["bill"]
    told = client.get(f"/api/v1/boqs/{boq.pk}/items/?page_size=2").json()["results"]
    assert [one["cells"] for one in bill["items"]["nodes"]] == [one["cells"] for one in told]
    assert [one["price"]["amount"] for one in bill["items"]["nodes"]] == [one["amount"] for one in told]
    assert bill["total"] == client.get(f"/api/v1/boqs/{boq.pk}/").json()["total"]
    assert bill["analyses"]["nodes"][0]["complete"] is True


@pytest.mark.parametrize(("who", "seen"), [("alice", True), ("bob", True), ("charlie", False)])
def test_members_see_and_outsiders_do_not_learn_that_it_exists(who, seen, boq, api, request):
    client = api(request.getfixturevalue(who))
    for query in (f'{{ bill(id: "{boq.pk}") {{ name }} }}', f'{{ project(id: "{boq.project_id}") {{ name }} }}'):
        answer = ask(client, query)
        assert answer.status_code == 200
        assert ("errors" not in answer.json()) is seen
        if not seen:
            assert code_of(answer) == "not_found"
    lists = ask(client, "{ projects { nodes { id bills { nodes { id } } } } bills { nodes { id } } }").json()["data"]
    assert bool(lists["projects"]["nodes"]) is bool(lists["bills"]["nodes"]) is seen


def test_a_project_narrowed_to_others_is_nowhere(boq, api, bob, alice, actor):
    from projects.services import narrow_project

    narrow_project(by=actor(alice), project=boq.project, people=[])
    found = ask(
        api(bob), f'{{ projects {{ nodes {{ id }} }} bills {{ nodes {{ id }} }} bill(id: "{boq.pk}") {{ id }} }}'
    )
    assert found.json()["data"] == {"projects": {"nodes": []}, "bills": {"nodes": []}, "bill": None}
    assert code_of(found) == "not_found"


def test_each_field_asks_a_key_for_its_scope(boq, program):
    bills, projects = program("boqs:read"), program("projects:read")
    assert "errors" not in ask(bills, "{ bills { nodes { id } } me { kind scopes } }").json()
    refused = ask(bills, "{ bills { nodes { project { name } } } }")
    assert (code_of(refused), refused.json()["errors"][0]["path"]) == (
        "key.scope_missing",
        ["bills", "nodes", 0, "project"],
    )
    assert code_of(ask(projects, "{ projects { nodes { bills { nodes { id } } } } }")) == "key.scope_missing"
    assert ask(program("exports:make"), "{ me { name } }").status_code == 403


def test_nobody_is_told_the_schema_and_pages_need_their_token(alice, api):
    answer = ask(api(None), "{ __schema { types { name } } }")
    assert (answer.status_code, answer.json()["error"]["code"]) == (401, "unauthenticated")
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(alice, backend="allauth.account.auth_backends.AuthenticationBackend")
    said = browser.post("/graphql/", json.dumps({"query": "{ me { name } }"}), content_type="application/json")
    assert said.status_code == 403


def test_the_schema_that_is_told_is_the_file(alice, api):
    told = ask(api(alice), get_introspection_query()).json()["data"]
    assert print_schema(build_client_schema(told)) == print_schema(build_schema(TEXT.read_text("utf-8")))
    assert Path(TEXT).name in (config.BASE_DIR / "docs" / "graphql.md").read_text("utf-8")


def test_pages_follow_each_other_without_a_gap(boq, alice, api):
    client, keys, after = api(alice), [], None
    query = (
        "query($id: ID!, $after: String) { bill(id: $id) { items(first: 7, after: $after) { nodes { key } next } } }"
    )
    while True:
        found = ask(client, query, id=str(boq.pk), after=after).json()["data"]["bill"]["items"]
        keys += [one["key"] for one in found["nodes"]]
        after = found["next"]
        if after is None:
            break
    assert keys == list(boq.items.order_by("position").values_list("key", flat=True))
    newest = "query($after: String) { bills(first: 1, after: $after) { nodes { id } next } }"
    assert ask(client, newest).json()["data"]["bills"]["next"] is None


def test_the_number_of_queries_does_not_grow_with_the_lists(boq, alice, api, actor, upload, work):
    from boq.models import Boq
    from boq.samples.arabic import school
    from boq.samples.russian import warehouse
    from projects.services import create_project

    client = api(alice)
    query = """{ projects { nodes { name bills(first: 3) { nodes { name project { name }
        items(first: 5) { nodes { key cells prices { party rate } findings { code item { ref } } } }
        findings(first: 5) { nodes { code item { ref price { rate } } } } } } } } }"""

    def count():
        with CaptureQueriesContext(connection) as seen:
            answer = ask(client, query)
        assert "errors" not in answer.json(), answer.json()
        return len(seen), sum(len(one["bills"]["nodes"]) for one in answer.json()["data"]["projects"]["nodes"])

    few = count()
    for data in (school(), warehouse()):
        upload(data)
        work()
    newest = Boq.objects.latest("created_at")
    Boq.objects.filter(pk=newest.pk).update(project=create_project(by=actor(alice), name="Tower"))
    many = count()
    assert (few[1], many[1]) == (1, 3)
    assert many[0] == few[0]


REFUSED = (
    ("{ bills(first: 1) { nodes { project " * 5 + "{ name }" + " } } }" * 5, "graph.too_deep"),
    ("{ projects(first: 200) { nodes { bills(first: 200) { nodes { items(first: 200) { nodes { key } } } } } } }", "graph.too_costly"),
    ("query($n: Int) { bills(first: $n) { nodes { items(first: $n) { nodes { key ref } } } } }", "graph.too_costly"),
    ("{ " + " ".join(f"a{n}: me {{ name }}" for n in range(41)) + " }", "graph.too_many_lists"),
    ("{ bills { ...f } } fragment f on BillPage { nodes { items(first: 200) { nodes { key ref unit hidden } } } }", "graph.too_costly"),
    ("fragment f on Query { me { name } ...f } { ...f }", "graph.bad_query"),
    ("mutation { deleteProject }", "graph.bad_query"),
    ("subscription { bills }", "graph.bad_query"),
    ("{ " + "me { name } " * 700 + "}", "graph.bad_query"),
    ("{" * 5_000, "graph.bad_query"),
    ("x" * 20_001, "graph.bad_body"),
    ("{ bills(first: 0) { next } }", "graph.bad_page"),
    ("{ bills(first: 201) { next } }", "graph.bad_page"),
    ('{ bills(after: "nonsense") { next } }', "graph.bad_page"),
    ('{ bills(after: "WyJ4IiwieSJd") { next } }', "graph.bad_page"),
    ('{ bill(id: "no-id") { name } }', "not_found"),
    ('{ bill(id: "\\u0000") { name } }', "not_found"),
)  # fmt: skip


def test_what_is_refused(alice, api):
    client, found = api(alice), []
    for query, _ in REFUSED:
        answer = ask(client, query, **({"n": 150} if "$n" in query else {}))
        assert answer.status_code in (200, 400)
        error = answer.json()["errors"][0]
        assert error["message"]
        assert error["extensions"]["request_id"]
        found.append((query, error["extensions"]["code"]))
    assert found == list(REFUSED)


def test_a_list_of_queries_is_refused(alice, api):
    answer = api(alice).post("/graphql/", [{"query": "{ me { name } }"}] * 2)
    assert (answer.status_code, code_of(answer)) == (400, "graph.bad_body")


def test_it_is_counted_as_every_request_of_a_program_is(settings, monkeypatch, alice, api):
    settings.API_THROTTLES = True
    monkeypatch.setattr("accounts.throttling.pace_of", lambda actor: 1)
    client = api(alice)
    first, second = (ask(client, "{ me { name } }") for _ in range(2))
    assert (first.status_code, second.status_code) == (200, 429)
    assert first["RateLimit-Limit"] == "1"
    assert first["Cache-Control"] == "no-store"


def test_a_fault_of_ours_tells_nothing_of_itself(monkeypatch, alice, api):
    def break_down(*args, **kwargs):
        raise RuntimeError("a secret of the inside")

    monkeypatch.setattr("programs.graph.resolvers.ApiKey", None)
    monkeypatch.setattr("programs.graph.resolvers.User", type("Broken", (), {"objects": property(break_down)})())
    answer = ask(api(alice), "{ me { name } }")
    assert code_of(answer) == "server_error"
    assert "secret" not in answer.content.decode()
