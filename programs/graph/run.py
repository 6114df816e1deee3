"""One query, from what was sent to what is answered: `answer(body, actor) -> (status, body)`."""

from __future__ import annotations

from collections.abc import Awaitable
from typing import Any, TypeGuard

import msgspec
import structlog
from graphql import (
    DocumentNode,
    ExecutionResult,
    GraphQLError,
    OperationDefinitionNode,
    execute,
    get_operation_ast,
    parse,
    validate,
)

from accounts.access import Actor
from accounts.errors import Invalid, MizanError
from config.errors import coded, error_body
from programs.graph.limits import MOST_CHARACTERS, MOST_TOKENS, Scales, refuse_too_much
from programs.graph.schema import schema

log = structlog.get_logger(__name__)
MOST_ERRORS = 10


class Asked(msgspec.Struct, frozen=True):
    """What a program sends."""

    query: str
    variables: dict[str, Any] | None = None
    operationName: str | None = None  # noqa: N815  # as the protocol spells it
    extensions: dict[str, Any] | None = None


def answer(body: Any, by: Actor) -> tuple[int, dict[str, Any]]:
    """HTTP status and answer: 400 for a query that is not run at all, else 200, with errors beside the data where a part failed."""
    try:
        asked = _asked(body)
        document, operation = _read(asked)
        refuse_too_much(Scales(schema(), document, _variables(operation, asked)).weigh(operation))
    except MizanError as error:
        return error.status, {"errors": [_told(error)]}
    done = execute(
        schema(),
        document,
        context_value=by,
        variable_values=asked.variables or {},
        operation_name=asked.operationName or None,
        is_awaitable=_never,
    )
    assert isinstance(done, ExecutionResult)
    errors = [_of_execution(error) for error in (done.errors or [])[:MOST_ERRORS]]
    if done.data is None and not any("path" in error for error in errors):  # its variables did not fit
        return 400, {"errors": errors}
    return 200, {"data": done.data} | ({"errors": errors} if errors else {})


def _never(value: Any) -> TypeGuard[Awaitable[Any]]:
    """Nothing here is waited for."""
    return False


def _asked(body: Any) -> Asked:
    try:
        asked = msgspec.convert(body, Asked)
    except msgspec.ValidationError as error:
        raise Invalid("graph.bad_body", limit=MOST_CHARACTERS) from error
    if len(asked.query) > MOST_CHARACTERS:
        raise Invalid("graph.bad_body", limit=MOST_CHARACTERS)
    return asked


def _read(asked: Asked) -> tuple[DocumentNode, OperationDefinitionNode]:
    """The document and the operation that is meant. Raises Invalid for what the schema does not hold."""
    try:
        document = parse(asked.query, no_location=False, max_tokens=MOST_TOKENS)
    except (GraphQLError, RecursionError) as error:
        raise _bad(str(getattr(error, "message", "it is nested without end"))) from error
    if wrong := validate(schema(), document, max_errors=5):
        raise _bad(wrong[0].message)
    operation = get_operation_ast(document, asked.operationName or None)
    if operation is None:
        raise _bad("name one of its operations in operationName")
    return document, operation


def _variables(operation: OperationDefinitionNode, asked: Asked) -> dict[str, Any]:
    """What variables come to where they are given, or have a default."""
    defaults = {
        one.variable.name.value: getattr(one.default_value, "value", None)
        for one in operation.variable_definitions or ()
        if one.default_value is not None
    }
    return defaults | (asked.variables or {})


def _bad(why: str) -> Invalid:
    return Invalid("graph.bad_query", why=why[:300])


def _told(error: Exception) -> dict[str, Any]:
    """An error as GraphQL has it, with the code, the facts and the request id of every error of Mizan."""
    _, code, facts = coded(error)
    body = error_body(code, facts)["error"]
    return {"message": body.pop("message"), "extensions": body}


def _of_execution(error: GraphQLError) -> dict[str, Any]:
    cause = error.original_error
    if cause is None or isinstance(cause, GraphQLError):
        told = _told(_bad(error.message))
    else:
        if coded(cause)[0] == 500:
            log.error("graph_field_failed", path=".".join(map(str, error.path or ())), exc_info=cause)
        told = _told(cause)
    return told | ({"path": list(error.path)} if error.path else {})
