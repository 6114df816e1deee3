"""The schema: the text of `schema.graphql` with what answers each field. Built with the first query of a process."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from graphql import GraphQLObjectType, GraphQLResolveInfo, GraphQLScalarType, GraphQLSchema, build_schema

from boq.models.fields import exact
from programs.graph.resolvers import FIELDS
from programs.paging import Node, Page

TEXT = Path(__file__).with_name("schema.graphql")
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")


@cache
def schema() -> GraphQLSchema:
    """The schema with its resolvers."""
    made = build_schema(TEXT.read_text("utf-8"))
    for name, serialize in (("Figure", _figure), ("Moment", _moment), ("Plain", lambda value: value)):
        scalar = made.type_map[name]
        assert isinstance(scalar, GraphQLScalarType)
        scalar.serialize = serialize  # type: ignore[method-assign]
        if hasattr(scalar, "coerce_output_value"):
            scalar.coerce_output_value = serialize
    for name, kind in made.type_map.items():
        if isinstance(kind, GraphQLObjectType) and not name.startswith("__"):
            for field, known in kind.fields.items():
                found = FIELDS.get(name, {}).get(field)
                known.resolve = _answered(found) if found else _plain(field)
    return made


def _answered(found: Callable[..., Any]) -> Callable[..., Any]:
    def resolve(node: Any, info: GraphQLResolveInfo[Any], **arguments: Any) -> Any:
        return found(node, info.context, **arguments)

    return resolve


def _plain(field: str) -> Callable[..., Any]:
    """The column of the same name, as Python spells it."""
    column = _HUMP.sub("_", field).lower()

    def resolve(node: Node | Page, info: GraphQLResolveInfo[Any]) -> Any:
        return getattr(node.row if isinstance(node, Node) else node, column)

    return resolve


def _figure(value: Decimal | int) -> str | None:
    return exact(Decimal(value))


def _moment(value: datetime) -> str:
    return value.isoformat()
