"""How much one query may ask for: how deep, how many lists and lookups, and how many fields it may come to.

A page counts as `first` times what is asked of each row, a short list (the prices or findings of an item) as FEW times. It is counted
before anything is looked up.
"""

from __future__ import annotations

from typing import Any

import msgspec
from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLObjectType,
    GraphQLSchema,
    InlineFragmentNode,
    IntValueNode,
    OperationDefinitionNode,
    SelectionSetNode,
    VariableNode,
    get_named_type,
    is_composite_type,
    is_list_type,
)
from graphql.type.definition import get_nullable_type

from accounts.errors import Invalid
from programs.paging import MOST_ROWS

MOST_DEPTH = 12
MOST_COST = 20_000
MOST_LISTS = 40
MOST_CHARACTERS = 20_000
MOST_TOKENS = 2_000
FEW = 4
USUAL = 25


class Weight(msgspec.Struct, frozen=True):
    """What a part of a query comes to."""

    depth: int = 0
    cost: int = 0
    lists: int = 0

    def __add__(self, other: Weight) -> Weight:
        return Weight(max(self.depth, other.depth), self.cost + other.cost, self.lists + other.lists)


class Scales:
    """Weighs the operations of a document whose fragments hold no circle (validation says so)."""

    def __init__(self, schema: GraphQLSchema, document: DocumentNode, variables: dict[str, Any]) -> None:
        self._schema, self._variables = schema, variables
        self._fragments = {
            one.name.value: one for one in document.definitions if isinstance(one, FragmentDefinitionNode)
        }
        self._weighed: dict[tuple[str, str], Weight] = {}

    def weigh(self, operation: OperationDefinitionNode) -> Weight:
        """What the operation comes to."""
        query = self._schema.query_type
        assert query is not None
        return self._selected(operation.selection_set, query)

    def _selected(self, selected: SelectionSetNode, parent: GraphQLObjectType) -> Weight:
        whole = Weight()
        for one in selected.selections:
            if isinstance(one, FieldNode):
                whole += self._field(one, parent)
            elif isinstance(one, InlineFragmentNode):
                whole += self._selected(one.selection_set, parent)
            elif isinstance(one, FragmentSpreadNode):
                whole += self._fragment(one.name.value, parent)
        return whole

    def _fragment(self, name: str, parent: GraphQLObjectType) -> Weight:
        key = name, parent.name
        if key not in self._weighed:
            self._weighed[key] = self._selected(self._fragments[name].selection_set, parent)
        return self._weighed[key]

    def _field(self, field: FieldNode, parent: GraphQLObjectType) -> Weight:
        known = self._schema.get_field(parent, field.name.value)
        if known is None or field.selection_set is None:
            return Weight(1, 1, 0)
        kind = get_named_type(known.type)
        if not is_composite_type(kind):
            return Weight(1, 1, 0)
        inner = self._selected(field.selection_set, kind)  # type: ignore[arg-type]
        many = 1
        if "first" in known.args:
            many = self._first(field)
        elif is_list_type(get_nullable_type(known.type)) and field.name.value != "nodes":
            many = FEW
        cost = 1 + many * max(inner.cost, 1)
        if kind.name.startswith("__"):  # the schema itself: its lists within lists are limited by validation
            return Weight(1, cost, 0)
        return Weight(inner.depth + 1, cost, inner.lists + (field.name.value != "nodes"))

    def _first(self, field: FieldNode) -> int:
        for argument in field.arguments or ():
            if argument.name.value != "first":
                continue
            value: Any = argument.value
            if isinstance(value, IntValueNode):
                return _bounded(value.value)
            if isinstance(value, VariableNode):
                return _bounded(self._variables.get(value.name.value, MOST_ROWS))
        return USUAL


def _bounded(value: Any) -> int:
    """The number of rows that `first` asks for; what is no such number is refused later, and weighs as the most."""
    try:
        return max(1, min(int(value), MOST_ROWS))
    except (TypeError, ValueError):
        return MOST_ROWS


def refuse_too_much(weight: Weight) -> None:
    """Raise Invalid for a query that asks for more than is answered at once."""
    if weight.depth > MOST_DEPTH:
        raise Invalid("graph.too_deep", depth=weight.depth, most=MOST_DEPTH)
    if weight.lists > MOST_LISTS:
        raise Invalid("graph.too_many_lists", lists=weight.lists, most=MOST_LISTS)
    if weight.cost > MOST_COST:
        raise Invalid("graph.too_costly", cost=weight.cost, most=MOST_COST)
