"""Requests made up from the API's own description, the same ones in every run."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any

import msgspec
import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from drf_spectacular.generators import SchemaGenerator
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode

from config.tests.walk.conftest import people, programs, things
from config.wsgi import application

__all__ = ["people", "programs", "things"]
TIMES = 20 if os.environ.get("MIZAN_PROOF") else 1


class Operation(msgspec.Struct):
    """One operation and the requests made up for it, half of them as described and half not."""

    label: str
    cases: list[Any]


@pytest.fixture(scope="module")
def described() -> Any:
    """The API as it describes itself, asked through WSGI."""
    schema = schemathesis.openapi.from_dict(SchemaGenerator().get_schema(request=None, public=True))
    schema.app = application
    return schema


@pytest.fixture(scope="module")
def operations(described: Any) -> list[Operation]:
    """Every operation with its requests."""
    found = [result.ok() for result in described.get_all_operations()]
    return [Operation(one.label, [case for mode in GenerationMode for case in made_up(one, mode)]) for one in found]


def made_up(operation: Any, mode: GenerationMode) -> list[Any]:
    """Some requests of one operation; none where nothing of it can be wrong."""
    cases: list[Any] = []

    @seed(7)
    @settings(
        max_examples=TIMES,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=mode))
    def collect(case: Any) -> None:
        cases.append(case)

    with suppress(Unsatisfiable):  # nothing is sent that could be wrong
        collect()
    return cases


@pytest.fixture
def kept_connection() -> Iterator[None]:
    """A request through WSGI leaves the connection of the test open, as those of Django's test client do."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def real_ids(things: dict[str, Any], firm: Any, alice: Any) -> Callable[[str, dict[str, Any]], dict[str, Any]]:
    """The ids of real rows for the placeholders of an address; what is not known stays as it was made up."""
    from accounts.models import ApiKey

    firm_wide = {**things, "organization": firm.pk, "user": alice.pk}

    def filled(path: str, given_ids: dict[str, Any]) -> dict[str, Any]:
        thing = path.split("/")[3].rstrip("s").replace("boqs", "boq")
        own = {"id": firm_wide.get(thing)}
        if "/keys/{key_id}" in path and "llm" not in path:
            own["key_id"] = ApiKey.objects.values_list("pk", flat=True).first()
        names = {
            name: own.get(name) or firm_wide.get(name) or firm_wide.get(name.removesuffix("_id")) for name in given_ids
        }
        return {name: str(names[name] or value) for name, value in given_ids.items()}

    return filled
