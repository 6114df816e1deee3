"""Every operation of signing in is described with an example."""

from __future__ import annotations

from drf_spectacular.generators import SchemaGenerator


def test_every_operation_shows_what_goes_in_and_what_comes_out():
    paths = SchemaGenerator().get_schema(request=None, public=True)["paths"]
    own = {path: methods for path, methods in paths.items() if path.startswith("/api/v1/auth/")}
    assert len(own) > 18
    for path, methods in own.items():
        for method, operation in methods.items():
            where = f"{method} {path}"
            body = operation.get("requestBody", {}).get("content", {}).get("application/json")
            if body and "ProofRequest" not in str(body):
                assert body.get("examples"), where
            for status, answer in operation["responses"].items():
                content = answer.get("content", {}).get("application/json")
                if status.startswith("2") and content:
                    assert content.get("examples"), f"{where} {status}"
