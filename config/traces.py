"""Traces by OpenTelemetry, where OTEL_EXPORTER_OTLP_ENDPOINT names a receiver; else nothing of it is even imported.

The id of a trace is made of the request's id: what a page began and a job, a provider and a webhook went on with is one trace, without
anything that has to be carried along, and the id in a log line finds it. Spans hold names of routes, kinds and SQL without its values:
no address, no text of somebody's.
"""

from __future__ import annotations

import hashlib
import os
import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse

from config import request_ids
from config.metrics.requests import door_of, view_of
from config.release import VERSION

SQL_LENGTH = 2_000


def trace_id(request_id: str) -> int:
    """128 bits, the same for the same request; by chance where nobody asked for anything."""
    if not request_id:
        return random.getrandbits(128) or 1
    try:
        return UUID(request_id).int or 1
    except ValueError:
        return int.from_bytes(hashlib.sha256(request_id.encode()).digest()[:16], "big") or 1


@contextmanager
def span(name: str, *, kind: str = "internal", **facts: Any) -> Iterator[Any]:
    """A piece of work with its time; yields the span, or None where nothing is traced. `kind`: server, client, consumer or internal."""
    if not settings.TRACES.endpoint:
        yield None
        return
    from opentelemetry.trace import SpanKind, Status, StatusCode

    with _tracer(os.getpid()).start_as_current_span(
        name,
        kind=SpanKind[kind.upper()],
        attributes={key.replace("__", "."): value for key, value in facts.items()},
        record_exception=False,  # its text may hold anything
        set_status_on_exception=False,
    ) as begun:
        try:
            yield begun
        except BaseException as error:
            begun.set_status(Status(StatusCode.ERROR, type(error).__name__))
            raise


@contextmanager
def traced_work(name: str, *, kind: str = "internal", **facts: Any) -> Iterator[Any]:
    """A span whose questions to the database are spans too."""
    with span(name, kind=kind, **facts) as begun:
        if begun is None:
            yield None
            return
        with connection.execute_wrapper(_query):
            yield begun


def _query(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
    word = sql.lstrip().partition(" ")[0].upper()[:16]
    with span(f"database {word}", kind="client", db__system__name="postgresql", db__query__text=sql[:SQL_LENGTH]):
        return execute(sql, params, many, context)


class TracesMiddleware:
    """A span around each request, once its id is known."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not settings.TRACES.endpoint:
            return self.get_response(request)
        with traced_work(f"{request.method}", kind="server", http__request__method=request.method or "") as begun:
            response = self.get_response(request)
            view = view_of(request)
            begun.update_name(f"{request.method} {view}")
            begun.set_attributes(
                {
                    "http.route": view,
                    "http.response.status_code": response.status_code,
                    "mizan.door": door_of(request.path),
                    "mizan.request_id": request_ids.current(),
                }
            )
            if response.status_code >= 500:
                from opentelemetry.trace import Status, StatusCode

                begun.set_status(Status(StatusCode.ERROR))
            return response


@lru_cache(maxsize=1)
def _tracer(pid: int) -> Any:
    """This process's own: whoever was copied from another begins anew, with a thread that sends."""
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
    from opentelemetry.sdk.resources import Resource
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.sdk.trace.export import BatchSpanProcessor
    from opentelemetry.sdk.trace.id_generator import RandomIdGenerator
    from opentelemetry.sdk.trace.sampling import Decision, Sampler, SamplingResult

    class Ids(RandomIdGenerator):
        def generate_trace_id(self) -> int:
            return trace_id(request_ids.current())

    class Share(Sampler):
        """By the first bits of the id, which are by chance in a request's id: all of a trace, or nothing of it."""

        def should_sample(self, parent_context: Any, trace_id: int, *more: Any, **facts: Any) -> SamplingResult:
            wanted = trace_id >> 96 < settings.TRACES.share * 2**32
            return SamplingResult(Decision.RECORD_AND_SAMPLE if wanted else Decision.DROP)

        def get_description(self) -> str:
            return f"share {settings.TRACES.share}"

    provider = TracerProvider(
        resource=Resource({"service.name": "mizan", "service.version": VERSION, "process.pid": pid}),
        sampler=Share(),
        id_generator=Ids(),
    )
    exporter = OTLPSpanExporter(
        endpoint=f"{settings.TRACES.endpoint}/v1/traces", headers=dict(settings.TRACES.headers), timeout=5
    )
    provider.add_span_processor(BatchSpanProcessor(exporter))
    return provider.get_tracer("mizan", VERSION)


def send_now() -> None:
    """Send what waits to be sent; for the end of a process, and tests."""
    if settings.TRACES.endpoint and _tracer.cache_info().currsize:
        _tracer(os.getpid()).span_processor.force_flush()
