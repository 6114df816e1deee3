"""Traces go to a receiver that speaks OTLP over HTTP: one trace from a page to its jobs, and no text of anybody's in it."""

from __future__ import annotations

import uuid
from dataclasses import replace

import pytest
import structlog
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

from config import traces
from config.tests.servers import Reply, serving
from jobs.models import Job, Kind
from jobs.tasks import run

pytestmark = pytest.mark.django_db
REQUEST_ID = "0f3a9a52-61f1-4f0e-9d1c-7a6f0d8f2b11"


@pytest.fixture
def received(settings):
    """Call it for the spans that came, by name; and what the receiver was sent, as text."""
    traces._tracer.cache_clear()
    with serving(lambda asked: Reply(body=b"", headers={"Content-Type": "application/x-protobuf"})) as receiver:
        settings.TRACES = replace(settings.TRACES, endpoint=receiver.url, headers=(("x-key", "k-1"),), share=1.0)

        def spans():
            traces.send_now()
            found = []
            for asked in receiver.asked:
                assert (asked.path, asked.headers["x-key"]) == ("/v1/traces", "k-1")
                told = ExportTraceServiceRequest.FromString(asked.unpacked)
                found += [
                    one for resource in told.resource_spans for scope in resource.scope_spans for one in scope.spans
                ]
            return found

        yield spans
    traces._tracer.cache_clear()


def facts(span):
    return {one.key: one.value.string_value or one.value.int_value for one in span.attributes}


def test_a_page_is_a_trace_of_the_requests_id_with_its_questions_to_the_database(pages, alice, received):
    client = pages(alice)
    client.get("/projects/?q=secret-words-of-alice", headers={"X-Request-ID": REQUEST_ID})  # nobody chooses our ids
    spans = received()
    by_name = {one.name: one for one in spans}
    page = by_name["GET projects:list"]
    assert page.trace_id.hex() == uuid.UUID(facts(page)["mizan.request_id"]).hex
    assert facts(page)["http.route"] == "projects:list"
    assert facts(page)["http.response.status_code"] == 200
    asked = by_name["database SELECT"]
    assert asked.trace_id == page.trace_id
    assert asked.parent_span_id == page.span_id
    told = b"".join(one.SerializeToString() for one in spans)
    assert b"secret-words" not in told
    assert b"alice" not in told


def test_a_job_goes_on_with_the_trace_of_whoever_asked_for_it(firm, received):
    job = Job.objects.create(organization=firm, kind=Kind.EXPORT, subject_id=uuid.uuid4(), request_id=REQUEST_ID)
    run(str(job.pk), lambda lease: None)
    span = next(one for one in received() if one.name == "job export")
    assert span.trace_id.hex() == uuid.UUID(REQUEST_ID).hex


def test_an_error_is_named_and_its_text_stays_here(received):
    with (
        structlog.contextvars.bound_contextvars(request_id="odd id"),
        pytest.raises(ValueError, match="private"),
        traces.span("work"),
    ):
        raise ValueError("a private text")
    (span,) = received()
    assert span.status.message == "ValueError"
    assert b"private" not in span.SerializeToString()
    assert span.trace_id == traces.trace_id("odd id").to_bytes(16, "big")


def test_a_share_of_requests_is_traced_whole_or_not_at_all(settings, received):
    settings.TRACES = replace(settings.TRACES, share=0.25)
    for _ in range(200):
        with structlog.contextvars.bound_contextvars(request_id=str(uuid.uuid4())):
            with traces.span("first"):
                pass
            with traces.span("second"):
                pass
    spans = received()
    ids = [{one.trace_id for one in spans if one.name == name} for name in ("first", "second")]
    assert ids[0] == ids[1]
    assert 20 < len(ids[0]) < 85


def test_without_a_receiver_nothing_is_traced():
    with traces.span("work") as span:
        assert span is None
