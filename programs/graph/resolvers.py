"""What answers the fields that are no plain column: `FIELDS[type][field](node, by, **arguments)`.

What a key may not read is refused where it begins: at the field that would look it up.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from accounts.access import Actor, ActorKind
from accounts.errors import Forbidden, Invalid, NotFound
from accounts.models import ApiKey, Membership, Organization, User
from accounts.scopes import Scope
from boq.api.serializers import cells_of
from boq.engine.model import SourceRef
from boq.models import Analysis, Boq, Finding, Item, Price, Section
from boq.services.items import ItemFilter, find_items
from config.api import storable
from programs.paging import BY_POSITION, BY_POSITION_AND_ID, NEWEST, Node, Page, nodes_of, page, pages
from projects.models import Project

LONGEST, LONGEST_SEARCH = 64, 500


def need(by: Actor, scope: Scope) -> None:
    """Raise Forbidden for a key without the scope."""
    if by.kind is ActorKind.API_KEY and scope not in by.scopes:
        raise Forbidden("key.scope_missing", scopes=scope.value)


def words(given: dict[str, str | None], most: int = LONGEST) -> dict[str, str]:
    """Arguments that are texts, "" for those that are not given. Raises Invalid for one that is too long or cannot be stored."""
    for name, value in given.items():
        if value and len(value) > most:
            raise Invalid("invalid_input", fields={name: len(value)})
        if value and not storable(value):
            raise Invalid("bad_text")
    return {name: value or "" for name, value in given.items()}


def me(root: Any, by: Actor) -> Node:
    return nodes_of([by])[0]


def my_name(node: Node, by: Actor) -> str:
    rows = ApiKey.objects if by.kind is ActorKind.API_KEY else User.objects
    return str(rows.filter(pk=str(by.id)).values_list("name", flat=True).first() or "")


def my_organization(node: Node, by: Actor) -> Node:
    return nodes_of(Organization.objects.filter(pk=str(by.organization_id)))[0]


def organizations(root: Any, by: Actor) -> list[Node]:
    if by.kind is ActorKind.API_KEY:
        return nodes_of(Organization.objects.filter(pk=str(by.organization_id)))
    mine = Membership.objects.filter(user_id=str(by.user_id)).values("organization_id")
    return nodes_of(Organization.objects.filter(pk__in=mine, deleted_at=None).order_by("created_at", "pk"))


def projects(root: Any, by: Actor, first: int | None = None, after: str | None = None) -> Page:
    need(by, Scope.PROJECTS_READ)
    return page(Project.objects.visible_to(by), NEWEST, first, after)


def project(root: Any, by: Actor, id: str) -> Node:
    need(by, Scope.PROJECTS_READ)
    return nodes_of([Project.objects.get_visible(by, pk=_id(id))])[0]


def seen_bills(by: Actor) -> Any:
    """Bills without what is long and not shown here."""
    return Boq.objects.visible_to(by).defer("receipt_text", "row_kinds", "mapping")


def bills(root: Any, by: Actor, first: int | None = None, after: str | None = None) -> Page:
    need(by, Scope.BOQS_READ)
    return page(seen_bills(by), NEWEST, first, after)


def bill(root: Any, by: Actor, id: str) -> Node:
    need(by, Scope.BOQS_READ)
    found = nodes_of(seen_bills(by).filter(pk=_id(id)))
    if not found:
        raise NotFound("not_found")
    return found[0]


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise NotFound("not_found") from error


def bills_of_project(node: Node, by: Actor, first: int | None = None, after: str | None = None) -> Page:
    need(by, Scope.BOQS_READ)
    found = node.cohort.once(
        ("bills", first, after),
        lambda rows: pages(
            {one.pk: seen_bills(by).filter(project_id=one.pk) for one in rows},
            NEWEST,
            first,
            after,
            lambda row: row.project_id,
        ),
    )
    return found[node.row.pk]


def project_of_bill(node: Node, by: Actor) -> Node:
    need(by, Scope.PROJECTS_READ)

    def load(rows: list[Any]) -> dict[Any, Node]:
        found = nodes_of(Project.objects.visible_to(by).filter(pk__in={one.project_id for one in rows}))
        return {one.row.pk: one for one in found}

    return node.cohort.once("project", load)[node.row.project_id]


def _of_bill(node: Node, name: str, rows_of: Callable[[Any], Any], order: Any, key: tuple[Any, ...]) -> Page:
    """One page of what belongs to a bill, for all bills that came with it. `key`: first, after, and what narrows."""
    found = node.cohort.once(
        (name, *key),
        lambda rows: pages({one.pk: rows_of(one) for one in rows}, order, key[0], key[1], lambda row: row.boq_id),
    )
    return found[node.row.pk]


def sections(node: Node, by: Actor, first: int | None = None, after: str | None = None) -> Page:
    return _of_bill(node, "sections", lambda one: Section.objects.filter(boq=one), BY_POSITION, (first, after))


def items(
    node: Node,
    by: Actor,
    first: int | None = None,
    after: str | None = None,
    search: str | None = None,
    section: int | None = None,
    **narrowed: str | None,
) -> Page:
    wanted = ItemFilter(section=section, **words({"search": search}, LONGEST_SEARCH), **words(narrowed))
    return _of_bill(node, "items", lambda one: find_items(one, wanted), BY_POSITION, (first, after, wanted))


def findings(
    node: Node,
    by: Actor,
    first: int | None = None,
    after: str | None = None,
    itemKey: str | None = None,  # noqa: N803  # as the schema spells it
    **narrowed: str | None,
) -> Page:
    wanted = {name: value for name, value in words({"item_key": itemKey, **narrowed}).items() if value}
    key = (first, after, tuple(sorted(wanted.items())))
    return _of_bill(node, "findings", lambda one: Finding.objects.filter(boq=one, **wanted), BY_POSITION_AND_ID, key)


def analyses(node: Node, by: Actor, first: int | None = None, after: str | None = None) -> Page:
    return _of_bill(
        node, "analyses", lambda one: Analysis.objects.filter(boq=one).defer("state"), NEWEST, (first, after)
    )


def section_cell(node: Node, by: Actor) -> str:
    return SourceRef(node.row.sheet, node.row.row).cell


def prices(node: Node, by: Actor) -> list[Node]:
    def load(rows: list[Any]) -> dict[Any, list[Node]]:
        of_bills = Price.objects.filter(
            item__in=[one.pk for one in rows], price_set__boq__in={one.boq_id for one in rows}
        )
        found = nodes_of(of_bills.select_related("price_set").order_by("price_set__position", "pk"))
        sorted_nodes: dict[Any, list[Node]] = {one.pk: [] for one in rows}
        for one in found:
            sorted_nodes[one.row.item_id].append(one)
        return sorted_nodes

    return node.cohort.once("prices", load)[node.row.pk]


def price(node: Node, by: Actor) -> Node | None:
    return next((one for one in prices(node, by) if one.row.price_set.position == 0), None)


def cells(node: Node, by: Actor) -> dict[str, str | None]:
    own = price(node, by)
    return cells_of(node.row, own.row if own else None)


def findings_of_item(node: Node, by: Actor) -> list[Node]:
    def load(rows: list[Any]) -> dict[tuple[Any, str], list[Node]]:
        about = Finding.objects.filter(boq_id__in={one.boq_id for one in rows}, item_key__in={one.key for one in rows})
        sorted_nodes: dict[tuple[Any, str], list[Node]] = {}
        for one in nodes_of(about.order_by("position", "pk")):
            sorted_nodes.setdefault((one.row.boq_id, one.row.item_key), []).append(one)
        return sorted_nodes

    return node.cohort.once("findings", load).get((node.row.boq_id, node.row.key), [])


def item_of_finding(node: Node, by: Actor) -> Node | None:
    def load(rows: list[Any]) -> dict[tuple[Any, str], Node]:
        keys = {one.item_key for one in rows if one.item_key}
        found = nodes_of(Item.objects.filter(boq_id__in={one.boq_id for one in rows}, key__in=keys) if keys else [])
        return {(one.row.boq_id, one.row.key): one for one in found}

    return node.cohort.once("item", load).get((node.row.boq_id, node.row.item_key))


FIELDS: dict[str, dict[str, Callable[..., Any]]] = {
    "Query": {
        "me": me,
        "organizations": organizations,
        "projects": projects,
        "project": project,
        "bills": bills,
        "bill": bill,
    },
    "Me": {
        "kind": lambda node, by: by.kind.value,
        "name": my_name,
        "role": lambda node, by: "" if by.kind is ActorKind.API_KEY else by.role,
        "scopes": lambda node, by: sorted(by.scopes),
        "organization": my_organization,
    },
    "Organization": {"current": lambda node, by: node.row.pk == by.organization_id},
    "Project": {"bills": bills_of_project},
    "Bill": {
        "project": project_of_bill,
        "sections": sections,
        "items": items,
        "findings": findings,
        "analyses": analyses,
    },
    "Section": {"cell": section_cell},
    "Item": {"cells": cells, "price": price, "prices": prices, "findings": findings_of_item},
    "Price": {
        "party": lambda node, by: node.row.price_set.party,
        "version": lambda node, by: node.row.price_set.version,
    },
    "Finding": {"item": item_of_finding},
}
