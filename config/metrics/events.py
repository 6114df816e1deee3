"""What happened, counted where it happens. All processes of one machine count together (`exposition`).

Labels are bounded: kinds, roles, plans, codes and names of routes, never an id or a text of somebody's.
"""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db import transaction
from prometheus_client import Counter, Histogram

ANSWER_SECONDS = (0.01, 0.025, 0.05, 0.1, 0.2, 0.3, 0.5, 0.75, 1.0, 2.0, 5.0, 10.0, 30.0)
JOB_SECONDS = (0.5, 1, 2, 5, 10, 30, 60, 120, 300, 600, 1800, 3600)
CALL_SECONDS = (0.25, 0.5, 1, 2, 5, 10, 20, 40, 60, 120)
CURRENCIES = frozenset(("USD", "EUR", "GBP", "CHF", "RUB", "CNY", "SAR", "AED", "KZT", "EGP", "INR", "JPY"))
OPERATOR = "env"  # the endpoint of the operator's own key, as `llm.budget` calls it

REQUESTS = Counter("http_requests_total", "Requests that were answered.", ["method", "view", "door", "status"])
SECONDS = Histogram(
    "http_request_duration_seconds", "Time from the request to its answer.", ["view", "door"], buckets=ANSWER_SECONDS
)
API_ERRORS = Counter("api_errors_total", "Errors that the doors for programs answered with.", ["code", "status"])
BY_ROLE = Counter(
    "mizan_requests_by_role_total", "Requests by role and plan of whoever makes them.", ["role", "plan", "door"]
)
CACHE = Counter("mizan_cache_requests_total", "Look-ups in the cache.", ["cache", "result"])
REGISTRATIONS = Counter("user_registrations_total", "People who signed up, by form, program or invitation.")
JOBS = Counter("mizan_jobs_total", "Jobs that ended, or stopped to ask a person.", ["kind", "outcome"])
JOB_TIME = Histogram("mizan_job_duration_seconds", "Time that a worker took for a job.", ["kind"], buckets=JOB_SECONDS)
JOB_WAIT = Histogram(
    "mizan_job_wait_seconds", "Time from asking for a job to a worker taking it.", ["kind"], buckets=JOB_SECONDS
)
ROWS = Counter("mizan_import_rows_total", "Items of bills that were read and saved.")
TOKENS = Counter("token_usage_total", "Tokens of language models.", ["direction", "paid_by"])
COST = Counter("mizan_llm_cost_total", "What language models cost, where prices are known.", ["currency", "paid_by"])
QUESTIONS = Counter(
    "mizan_llm_questions_total", "Questions put to language models, by what came of them.", ["outcome", "paid_by"]
)
CALL_TIME = Histogram(
    "mizan_llm_question_seconds", "Time of one question, with its repeats.", ["paid_by"], buckets=CALL_SECONDS
)
KEPT = Counter("mizan_llm_cache_total", "Answers of language models that were looked for among those kept.", ["result"])


def begin() -> None:
    """Tell the series that alerts ask from the start, at nothing: the growth of one that begins above nothing is not seen."""
    from jobs.models import TERMINAL, Kind

    for kind in Kind.values:
        for outcome in TERMINAL:
            JOBS.labels(kind, str(outcome))
        JOB_TIME.labels(kind)
    for direction in ("input", "cached_input", "output"):
        TOKENS.labels(direction, "operator")
    COST.labels(settings.LLM.currency, "operator")


def plan_label(plan: str) -> str:
    """A plan that exists; rows may name others."""
    from accounts.plans import PLANS, SELF_HOSTED  # once the apps are loaded

    known = {one.name for one in (*PLANS, SELF_HOSTED)}
    return plan if settings.PLANS and plan in known else SELF_HOSTED.name


def role_label(request: Any) -> str:
    """owner, admin, estimator, viewer, key, staff or nobody."""
    if not hasattr(request, "actor"):
        return "nobody"  # refused before anybody was looked up: the question alone would go to the database
    actor = request.actor
    if actor is not None:
        if actor.impersonator_id is not None:
            return "staff"
        return "key" if actor.key_id is not None else str(actor.role or actor.kind.value)
    return "staff" if getattr(request.user, "is_staff", False) else "nobody"


def looked_up(cache: str, *, found: bool) -> None:
    """One look-up in a cache."""
    CACHE.labels(cache, "hit" if found else "miss").inc()


def registered(**told: Any) -> None:
    """Somebody signed up."""
    REGISTRATIONS.inc()


def job_ended(job: Any) -> None:
    """A job ended or asks a person; counted once that is committed."""
    facts = (str(job.kind), str(job.status), job.done, job.attempts, job.created_at, job.started_at, job.finished_at)
    transaction.on_commit(lambda: _job_ended(*facts), robust=True)


def _job_ended(
    kind: str, outcome: str, done: int, attempts: int, asked: datetime, began: Any, ended: datetime | None
) -> None:
    from django.utils import timezone

    JOBS.labels(kind, outcome).inc()
    if isinstance(began, datetime):
        JOB_TIME.labels(kind).observe(max(0.0, ((ended or timezone.now()) - began).total_seconds()))
        if attempts == 1:
            JOB_WAIT.labels(kind).observe(max(0.0, (began - asked).total_seconds()))
    if kind == "import" and outcome == "succeeded":
        ROWS.inc(done)


def llm_answered(endpoint: Any, got: Any, cost: Decimal | None, *, answered: bool) -> None:
    """One question was settled: `endpoint` is a `booking.Endpoint`, `got` an Answer or a Failure."""
    paid_by = payer(endpoint)
    usage = got.usage
    QUESTIONS.labels("answered" if answered else "failed", paid_by).inc()
    CALL_TIME.labels(paid_by).observe(got.milliseconds / 1000)
    TOKENS.labels("input", paid_by).inc(max(0, usage.input_tokens - usage.cached_input_tokens))
    TOKENS.labels("cached_input", paid_by).inc(usage.cached_input_tokens)
    TOKENS.labels("output", paid_by).inc(usage.output_tokens)
    if cost:
        currency = endpoint.prices.currency
        known = paid_by == "operator" or currency in CURRENCIES
        COST.labels(currency if known else "other", paid_by).inc(float(cost))


def llm_not_asked(endpoint: Any, outcome: str) -> None:
    """A question that was not put: `reused`, `busy` or `refused`."""
    QUESTIONS.labels(outcome, payer(endpoint)).inc()


def payer(endpoint: Any) -> str:
    """operator for the server's own key, customer for one of an organization."""
    return "operator" if endpoint.id == OPERATOR else "customer"


def kept_looked_up(found: int, missed: int) -> None:
    """So many answers were kept, so many were not."""
    KEPT.labels("hit").inc(found)
    KEPT.labels("miss").inc(missed)
