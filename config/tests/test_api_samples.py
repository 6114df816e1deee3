"""Every operation of the API has examples in curl and Python that say the same, and that are requests it takes."""

from __future__ import annotations

import json
import re
import shlex
import types
from io import BytesIO
from typing import Any
from urllib.parse import urlsplit

import jsonschema_rs
import pytest
from django.urls import resolve
from drf_spectacular.generators import SchemaGenerator

from config.api_samples import JSON, METHODS

HERE = "http://mizan.test"
AN_ID = "3fa85f64-5717-4562-b3fc-2c963f66afa6"


class Environment(dict):
    """`os.environ` with whatever an example asks for."""

    def __missing__(self, name: str) -> str:
        return "1" if name in ("SIGN_IN", "NUMBER") else AN_ID


@pytest.fixture(scope="module")
def schema() -> dict[str, Any]:
    return json.loads(json.dumps(SchemaGenerator().get_schema(request=None, public=True), default=str))


@pytest.fixture(scope="module")
def operations(schema) -> list[tuple[str, str, dict[str, Any]]]:
    return [(path, method, one[method]) for path, one in schema["paths"].items() for method in METHODS if method in one]


def asked(source: str) -> dict[str, Any]:
    """What the Python example sends, had there been a server."""
    sent: dict[str, Any] = {}

    def taker(method: str) -> Any:
        def take(url: str, **more: Any) -> Any:
            sent.update(more, method=method, url=url)
            return types.SimpleNamespace(raise_for_status=lambda: None, json=dict, content=b"")

        return take

    requests = types.SimpleNamespace(**{method: taker(method) for method in METHODS})
    environ = Environment(MIZAN=HERE, MIZAN_TOKEN="mzn_live_x")
    modules = {"requests": requests, "os": types.SimpleNamespace(environ=environ)}
    space = {
        "__builtins__": {
            "__import__": lambda name, *_: modules.get(name) or __import__(name),
            "open": lambda name, mode: BytesIO(),
            "print": lambda *_: None,
            "str": str,
        }
    }
    exec(source, space)
    return sent


def test_each_operation_has_both(operations):
    assert len(operations) > 130
    for path, method, operation in operations:
        assert [one["lang"] for one in operation["x-codeSamples"]] == ["Shell", "Python"], (method, path)


def test_the_python_example_is_a_request_that_the_operation_takes(schema, operations):
    for path, method, operation in operations:
        sent = asked(operation["x-codeSamples"][1]["source"])
        assert sent["method"] == method
        filled = re.sub(r"\{(\w+)\}", lambda found: Environment()[found[1].upper()], path)
        assert sent["url"] == HERE + filled
        assert len(resolve(urlsplit(sent["url"]).path).kwargs) == path.count("{")
        content = operation.get("requestBody", {}).get("content", {})
        if JSON in content:
            described = {**content[JSON]["schema"], "components": schema["components"]}
            jsonschema_rs.validator_for(described).validate(sent["json"])
        elif content:
            assert set(sent["files"]) <= {"file", "receipt"}
        else:
            assert not {"json", "files"} & set(sent)
        closed = any(operation.get("security") or [])
        assert ("Authorization" in sent.get("headers", {})) == closed, path


def test_curl_says_the_same(operations):
    for path, method, operation in operations:
        curl, python = (one["source"] for one in operation["x-codeSamples"])
        sent = asked(python)
        words = shlex.split(curl)
        assert words[:4] == ["curl", "--fail-with-body", "-X", method.upper()]
        assert words[4] == "$MIZAN" + re.sub(r"\{(\w+)\}", lambda found: f"${{{found[1].upper()}}}", path)
        headers = [words[at + 1].partition(":")[0] for at, word in enumerate(words) if word == "-H"]
        assert set(headers) - {"Content-Type"} == set(sent.get("headers", {}))
        if "json" in sent:
            assert json.loads(words[words.index("-d") + 1]) == sent["json"]
        assert ("-F" in words) == ("files" in sent)
