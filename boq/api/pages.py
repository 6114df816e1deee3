"""Pages of a bill's rows."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from rest_framework.response import Response
from rest_framework.utils.urls import remove_query_param, replace_query_param

from accounts.errors import NotFound
from boq.api.base import ActorView
from boq.models import Boq
from boq.services import items
from config.api import Pages


def paged(view: ActorView, rows: QuerySet[Any], serializer: Any) -> Response:
    """One page of `rows`."""
    pages = Pages()
    page = pages.paginate_queryset(rows, view.request, view)
    return pages.get_paginated_response(serializer(page, many=True).data)


def paged_items(view: ActorView, boq: Boq, wanted: items.ItemFilter, serializer: Any) -> Response:
    """One page of items: the whole bill is read by position, so that page 1,000 costs what page 1 costs."""
    request = view.request
    size = Pages().get_page_size(request) or 100
    asked = request.query_params.get("page", "1")
    number = int(asked) if asked.isdecimal() and len(asked) < 10 else 0
    count = items.count_items(boq, wanted)
    if number < 1 or (number > 1 and (number - 1) * size >= count):
        raise NotFound("not_found")
    rows = items.window(boq, wanted, (number - 1) * size, size)
    url = request.build_absolute_uri()
    following = replace_query_param(url, "page", number + 1) if number * size < count else None
    previous = replace_query_param(url, "page", number - 1) if number > 2 else remove_query_param(url, "page")
    return Response(
        {
            "count": count,
            "next": following,
            "previous": previous if number > 1 else None,
            "results": serializer(rows, many=True).data,
        }
    )
