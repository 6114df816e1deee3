"""A person's question to a bill, answered by a model with tools: heard while it comes, kept when it ends, stopped when asked."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from django.core.cache import cache
from django.db.models import Sum
from django.utils import timezone

from boq.models import Boq, Turn, Upload
from boq.pipelines.names import names_around
from jobs.lease import JobCancelled, Lease
from jobs.models import Status
from llm import prompts
from llm.conversation import QUESTION, Spoken, Talk, Toolbox
from llm.endpoints import endpoints_for
from llm.ledger import DatabaseLedger
from llm.masking import Names, masked
from llm.models import LedgerEntry
from llm.plain import plain
from llm.providers.base import Message

PROMPT = "ask_bill.v1"
REMEMBERED_TURNS = 6
REMEMBERED_TEXT = 1_500
HEARD_SECONDS = 0.2
STOP_SECONDS = 0.5
KEPT_SECONDS = 600
ANSWERED = (  # what an answer says of its turn
    "answer", "given", "left_out", "model", "input_tokens", "output_tokens", "cost", "cost_currency", "error_code", "status",
    "finished_at",
)  # fmt: skip


def answer_question(
    lease: Lease,
    *,
    bills: Callable[[Turn], list[Boq]],
    toolbox: Callable[[list[Boq], Names], Toolbox],
) -> None:
    """Answer one turn. One that was forgotten on the way stays forgotten."""
    turn = Turn.objects.select_related("conversation__project").filter(pk=lease.job.subject_id).first()
    if turn is None:  # forgotten meanwhile
        raise JobCancelled
    lease.progress("answer", 0, 0)
    boqs, masks = bills(turn), names_around(turn.conversation.project)
    with lease.keep_alive():
        kept_back = bool(turn.conversation.boq_id) and not boqs
        endpoints = endpoints_for(turn.organization_id, asked_by=lease.job.requested_by_id, kept_back=kept_back)
        longest = max((endpoint.timeout_seconds for endpoint in endpoints), default=60.0)
        ledger = DatabaseLedger(
            organization_id=turn.organization_id,
            subject_id=turn.pk,
            longest_seconds=2 * longest,
            apart=turn.conversation.project.apart,
        )
        talk = Talk(endpoints, ledger, toolbox(boqs, masks), heard=_heard(turn), stop=_stop(lease))
        spoken = talk.answer(messages_of(turn, boqs, masks)) if endpoints else None
    _save(lease, turn, spoken, endpoints[0].prices.currency if endpoints else "")


def messages_of(turn: Turn, boqs: list[Boq], names: Names) -> tuple[Message, ...]:
    """The stable instructions first, then the bills, what was said before, and the question."""
    prompt = prompts.load(PROMPT)
    language = prompts.LANGUAGES.get(turn.language[:2], "English")
    facts = prompts.data_lines([_facts(one, names) for one in boqs[:20]])
    system, user = prompt.filled(bills=facts, language=language, question=names.masked(masked(turn.question)))
    said: list[Message] = [Message("system", system)]
    before = turn.conversation.turns.filter(position__lt=turn.position, status=Turn.Status.ANSWERED)
    if Upload.objects.filter(project=turn.conversation.project_id, llm_opt_out=True).exists():
        before = before.none()  # earlier answers may hold what was read from a file that is kept back by now
    for one in list(before.order_by("-position")[:REMEMBERED_TURNS])[::-1]:
        said.append(Message("user", names.masked(masked(one.question))))
        said.append(Message("assistant", names.masked(one.answer[:REMEMBERED_TEXT]) or "-"))
    return (*said, Message("user", user))


def _facts(one: Boq, names: Names) -> dict[str, Any]:
    return {
        "id": str(one.pk),
        "bill": names.masked(plain(one.name, 120)),
        "items": one.items_count,
        "sections": one.sections_count,
        "currency": one.currency,
        "language": one.language,
    }


def heard_so_far(turn: Turn) -> dict[str, Any]:
    """What has come of an answer on its way: {"text", "given"}."""
    found: dict[str, Any] = cache.get(_name(turn)) or {"text": "", "given": []}
    return found


def _name(turn: Turn) -> str:
    return f"turn:{turn.pk}"


def _heard(turn: Turn) -> Callable[[str, tuple[dict[str, Any], ...]], None]:
    """Keep what has come where the pages look for it; not more often than eyes follow."""
    last = 0.0

    def heard(text: str, given: tuple[dict[str, Any], ...]) -> None:
        nonlocal last
        now = time.monotonic()
        if now - last >= HEARD_SECONDS:
            last = now
            cache.set(_name(turn), {"text": text, "given": list(given)}, KEPT_SECONDS)

    return heard


def _stop(lease: Lease) -> Callable[[], bool]:
    """Whether a person asked to stop, looked up twice a second."""
    last, stopped = 0.0, False

    def stop() -> bool:
        nonlocal last, stopped
        now = time.monotonic()
        if not stopped and now - last >= STOP_SECONDS:
            last, stopped = now, lease.should_stop()
        return stopped

    return stop


def _save(lease: Lease, turn: Turn, spoken: Spoken | None, currency: str) -> None:
    """Keep the answer with the job's end. A stopped one keeps what had come; a turn that was deleted meanwhile is not made again."""
    code = "llm.no-provider" if spoken is None else spoken.code
    stopped = code == "ask.stopped"
    if spoken is not None:
        turn.answer, turn.given, turn.left_out = spoken.text, list(spoken.given), spoken.left_out
        turn.model = spoken.model
    spent = LedgerEntry.objects.filter(subject_id=turn.pk, prompt=QUESTION).aggregate(
        sent=Sum("input_tokens"), received=Sum("output_tokens"), cost=Sum("cost")
    )
    turn.input_tokens, turn.output_tokens = spent["sent"] or 0, spent["received"] or 0
    turn.cost, turn.cost_currency = spent["cost"], currency
    turn.error_code = "" if stopped else code
    turn.status = Turn.Status.STOPPED if stopped else Turn.Status.FAILED if code else Turn.Status.ANSWERED
    turn.finished_at = timezone.now()
    try:
        lease.check()  # raises JobLost where another worker has it: nothing is written then
        with lease.hold() as job:
            _write(turn)
            result = {"turn": str(turn.pk), "conversation": str(turn.conversation_id)}
            lease.finish(job, Status.FAILED if code else Status.SUCCEEDED, result, code)
    except JobCancelled:  # whenever it was asked for: what has come is kept
        turn.status, turn.error_code = Turn.Status.STOPPED, ""
        _write(turn)
        raise
    finally:
        cache.delete(_name(turn))


def _write(turn: Turn) -> None:
    Turn.objects.filter(pk=turn.pk).update(**{name: getattr(turn, name) for name in ANSWERED})
