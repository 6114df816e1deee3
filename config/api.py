"""What every API endpoint shares: pages, and parsers that refuse text which cannot be stored."""

from __future__ import annotations

import json
import math
from collections import OrderedDict
from typing import IO, Any

from django.http import QueryDict
from rest_framework.exceptions import ParseError
from rest_framework.pagination import PageNumberPagination
from rest_framework.parsers import FormParser, JSONParser, MultiPartParser

from accounts.errors import Invalid
from config.masking import remember_for_request
from config.masking.requests import secrets_in

MAX_DIGITS = 400


class Pages(PageNumberPagination):
    """`count next previous results`, at most 1,000 a page."""

    page_size_query_param = "page_size"
    max_page_size = 1_000


def storable(text: str) -> bool:
    """True when PostgreSQL can store the text: no NUL, no lone surrogate."""
    if "\x00" in text:
        return False
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def refuse_unstorable(value: Any) -> None:
    """Raise Invalid when any text inside `value` cannot be stored."""
    if isinstance(value, str):
        if not storable(value):
            raise Invalid("bad_text")
    elif isinstance(value, dict):
        for key, part in value.items():
            refuse_unstorable(key)
            refuse_unstorable(part)
    elif isinstance(value, list):
        for part in value:
            refuse_unstorable(part)


def _number(text: str) -> float | int:
    if len(text) > MAX_DIGITS:
        raise ParseError
    number = float(text) if any(letter in text for letter in ".eE") else int(text)
    if isinstance(number, float) and not math.isfinite(number):
        raise ParseError
    return number


def _constant(text: str) -> Any:
    raise ParseError


class CleanJSONParser(JSONParser):
    """JSON without NaN, infinities, endless digits or unstorable text."""

    def parse(self, stream: IO[Any], media_type: str | None = None, parser_context: Any = None) -> Any:
        try:
            value = json.loads(
                stream.read().decode("utf-8"), parse_int=_number, parse_float=_number, parse_constant=_constant
            )
        except (ValueError, RecursionError) as error:
            raise ParseError from error
        refuse_unstorable(value)
        remember_for_request(secrets_in(value))
        return value


def _refuse_form(data: QueryDict) -> None:
    refuse_unstorable(OrderedDict(data.lists()))
    remember_for_request(secrets_in(dict(data.lists())))


class CleanFormParser(FormParser):
    """A form without unstorable text."""

    def parse(self, stream: IO[Any], media_type: str | None = None, parser_context: Any = None) -> Any:
        data = super().parse(stream, media_type, parser_context)
        _refuse_form(data)
        return data


class CleanMultiPartParser(MultiPartParser):
    """A multipart form without unstorable text."""

    def parse(self, stream: IO[Any], media_type: str | None = None, parser_context: Any = None) -> Any:
        parsed = super().parse(stream, media_type, parser_context)
        _refuse_form(parsed.data)
        return parsed
