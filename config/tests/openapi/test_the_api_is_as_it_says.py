"""Whatever is sent by whomever, the API answers as it describes itself: no fault of ours, no status or body that is not written down.

The requests are made up by schemathesis from the description; in every second one the ids of the address are those of real rows.
`make proof` sends twenty times as many.
"""

from __future__ import annotations

from typing import Any

import pytest
from django.db import transaction
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import Failure, FailureGroup
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

pytestmark = [pytest.mark.django_db, pytest.mark.proof]
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
THOROUGH = ("anonymous", "viewer", "owner", "key")  # the others get every second request, unless there are many
UNFAILING = ("GET /api/v1/privacy/documents/", "GET /api/v1/receipts/key/")  # take nothing that could be wrong
PEOPLE = ("anonymous", "outsider", "viewer", "estimator", "admin", "owner")


@pytest.fixture
def ways_in(people: dict[str, Any], programs: dict[str, Any], api: Any) -> dict[str, dict[str, str]]:
    """The headers of everybody who may come."""
    found = {who: api(person)._credentials for who, person in people.items()}
    found["key"] = programs["boqs:write"]._credentials
    return {who: {"Authorization": given["HTTP_AUTHORIZATION"]} if given else {} for who, given in found.items()}


@pytest.mark.parametrize("who", [*PEOPLE, "key"])
def test_it_answers_as_described(who, operations, ways_in, real_ids, kept_connection):
    wrong, sent = {}, 0
    for place, operation in enumerate(operations):
        cases = operation.cases if who in THOROUGH or len(operation.cases) > 2 else operation.cases[place % 2 :][:1]
        for number, case in enumerate(cases):
            if (place + number) % 2 == 0 and case.path_parameters:
                case.path_parameters = real_ids(case.path, dict(case.path_parameters))
            case.headers = {
                **{name: value for name, value in (case.headers or {}).items() if name != "Authorization"},
                **ways_in[who],
            }
            sent += 1
            if problem := answered(case):
                wrong[operation.label] = problem
    assert not wrong, "\n\n".join(f"{label}: {problem}" for label, problem in wrong.items())
    assert sent >= len(operations) - len(UNFAILING)


def answered(case: Any) -> str:
    """What is wrong with the answer, and nothing of it stays; \"\" when it is as described."""
    with transaction.atomic():
        response = case.call()
        transaction.set_rollback(True)
    try:
        case.validate_response(response, checks=CHECKS)
    except (Failure, FailureGroup) as failure:
        return f"{response.status_code} {failure!r} {getattr(failure, 'exceptions', '')} {case.as_curl_command()} {response.text[:300]}"
    return ""


def test_every_operation_was_tried(operations, described):
    assert len(operations) == len(list(described.get_all_operations()))
    assert all(operation.cases for operation in operations)
