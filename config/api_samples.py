"""An example in curl and in Python for every operation of the API, made from its description: `x-codeSamples`, which ReDoc shows beside it.

What the examples need stands in the environment: `MIZAN`, the server's address, `MIZAN_TOKEN`, an API key or an access token, and the
ids of the address by their names (`project_id` as `PROJECT_ID`).
"""

from __future__ import annotations

import json
import re
from typing import Any

METHODS = ("get", "post", "put", "patch", "delete")
JSON, FORM = "application/json", "multipart/form-data"
PLACE = re.compile(r"\{(\w+)\}")
# What a reader understands at once; everything else follows from its type.
VALUES: dict[str, Any] = {
    "email": "alice@example.com",
    "password": "a long password of your own",
    "new_password": "another long password",
    "name": "School extension",
    "client": "City of Graz",
    "location": "Graz",
    "currency": "EUR",
    "question": "What do the doors cost?",
    "url": "https://example.com/hooks/mizan",
    "base_url": "https://models.example.com/v1",
    "model": "name-of-the-model",
    "language": "en",
    "format": "xlsx",
    "code": "123456",
    "accept": True,
    "text": "Please correct my name.",
    "version": "1",
    "monthly_cost": "50.00",
    "monthly_tokens": 1_000_000,
    "narrowed": True,
    "plan": "team",
    "scopes": ["boqs:read"],
    "kinds": [],
    "place": "EU",
}
FILES = {"file": "bill.xlsx", "receipt": "receipt.json"}


def add_samples(result: dict[str, Any], generator: Any, **kwargs: Any) -> dict[str, Any]:
    """Give each operation its examples."""
    schemas = result.get("components", {}).get("schemas", {})
    for path, methods in result["paths"].items():
        for method in METHODS:
            if method in methods:
                request = _Request(method, path, methods[method], schemas)
                methods[method]["x-codeSamples"] = [
                    {"lang": "Shell", "label": "curl", "source": request.curl()},
                    {"lang": "Python", "label": "Python", "source": request.python()},
                ]
    return result


class _Request:
    """One request as the description has it: with what is required, or with one field where nothing is."""

    def __init__(self, method: str, path: str, operation: dict[str, Any], schemas: dict[str, Any]) -> None:
        self.method, self.path = method, path
        self.open = not any(operation.get("security") or [])
        self.once = any(one["name"] == "Idempotency-Key" for one in operation.get("parameters", ()))
        self.body, self.file = _body(operation.get("requestBody", {}).get("content", {}), schemas)
        self.json = any(
            JSON in answer.get("content", {}) for code, answer in operation["responses"].items() if code.startswith("2")
        )
        self.empty = not any(
            answer.get("content") for code, answer in operation["responses"].items() if code.startswith("2")
        )

    def curl(self) -> str:
        """For a shell."""
        path = PLACE.sub(lambda found: f"${{{found[1].upper()}}}", self.path)
        lines = [f'curl --fail-with-body -X {self.method.upper()} "$MIZAN{path}"']
        if not self.open:
            lines.append('-H "Authorization: Bearer $MIZAN_TOKEN"')
        if self.once:
            lines.append('-H "Idempotency-Key: $(uuidgen)"')
        if self.file:
            lines.append(f"-F {self.file}=@{FILES[self.file]}")
        elif self.body is not None:
            lines += [f"-H 'Content-Type: {JSON}'", f"-d '{json.dumps(self.body)}'"]
        if not self.json and not self.empty:
            lines.append("-OJ")
        return " \\\n  ".join(lines)

    def python(self) -> str:
        """For Python with requests."""
        path = PLACE.sub(lambda found: f"{{os.environ['{found[1].upper()}']}}", self.path)
        headers = [] if self.open else ['"Authorization": f"Bearer {os.environ[\'MIZAN_TOKEN\']}"']
        headers += ['"Idempotency-Key": str(uuid.uuid4())'] if self.once else []
        lines = ["import os", *(["import uuid"] if self.once else []), "", "import requests", ""]
        lines += [f"answer = requests.{self.method}(", f"    f\"{{os.environ['MIZAN']}}{path}\","]
        if headers:
            lines.append(f"    headers={{{', '.join(headers)}}},")
        if self.file:
            lines.append(f'    files={{"{self.file}": open("{FILES[self.file]}", "rb")}},')
        elif self.body is not None:
            lines.append(f"    json={self.body!r},")
        return "\n".join([*lines, "    timeout=60,", ")", "answer.raise_for_status()", *self._told()])

    def _told(self) -> list[str]:
        if self.json:
            return ["print(answer.json())"]
        return [] if self.empty else ['open("download", "wb").write(answer.content)']


def _body(content: dict[str, Any], schemas: dict[str, Any]) -> tuple[dict[str, Any] | None, str]:
    """(JSON body or None, name of the field that takes a file)."""
    if JSON in content:
        return _object(content[JSON]["schema"], schemas), ""
    if FORM in content:
        fields = _whole(content[FORM]["schema"], schemas).get("properties", {})
        return None, next(name for name in FILES if name in fields)
    return None, ""


def _whole(schema: dict[str, Any], schemas: dict[str, Any]) -> dict[str, Any]:
    """The schema that a reference means; of several possible ones the first."""
    while True:
        several = schema.get("allOf") or schema.get("oneOf") or schema.get("anyOf")
        if "$ref" in schema:
            schema = schemas[schema["$ref"].rpartition("/")[2]]
        elif several:
            schema = several[0]
        else:
            return schema


def _object(schema: dict[str, Any], schemas: dict[str, Any]) -> dict[str, Any]:
    whole = _whole(schema, schemas)
    fields = {name: one for name, one in whole.get("properties", {}).items() if not one.get("readOnly")}
    shown = whole.get("required") or list(fields)[:1]
    return {name: _value(name, fields[name], schemas) for name in shown if name in fields}


def _value(name: str, schema: dict[str, Any], schemas: dict[str, Any]) -> Any:
    """A value that the field takes."""
    whole = _whole(schema, schemas)
    if whole.get("enum"):
        return VALUES[name] if VALUES.get(name) in whole["enum"] else whole["enum"][0]
    kind = whole.get("type")
    if name in VALUES and isinstance(VALUES[name], {"array": list, "boolean": bool, "integer": int}.get(kind, str)):
        return VALUES[name]
    if kind == "array":
        return [_value(name, whole.get("items", {}), schemas)]
    if kind == "object":
        return _object(whole, schemas)
    return {"boolean": True, "integer": max(1, whole.get("minimum", 1)), "number": 1}.get(kind, _text(name, whole))


def _text(name: str, schema: dict[str, Any]) -> str:
    formats = {
        "uuid": "3fa85f64-5717-4562-b3fc-2c963f66afa6",
        "date-time": "2030-01-01T00:00:00Z",
        "uri": "https://example.com/",
        "email": "alice@example.com",
    }
    return formats.get(schema.get("format", ""), f"the-{name.replace('_', '-')}"[: schema.get("maxLength", 200)])
