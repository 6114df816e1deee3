"""The tools that start work and tell how it stands."""

from __future__ import annotations

import msgspec
from django.utils.crypto import constant_time_compare, salted_hmac

from accounts.access import Action, Actor, require
from accounts.processing import require_processing
from boq.api.analyses import PlanSerializer
from boq.models import Boq
from boq.models.fields import exact
from boq.services.analysis import request_analysis
from boq.services.estimates import Plan, plan
from jobs.api import JobSerializer
from jobs.models import Job
from llm.analyses.wishes import Wish, told, wish
from programs.mcp.data import Found, bill_of, bounded, id_of, organization_of


class Start(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    bill: str
    kinds: list[str] | None = None
    language: str | None = None
    runs: int | None = None
    confirm: str | None = None


class OneJob(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    job: str


def start_analysis(by: Actor, asked: Start) -> Found:
    """The estimate, or the job where `confirm` is for exactly this estimate: never work at a cost that nobody was told."""
    bill = bill_of(by, asked.bill)
    require(by, Action.ANALYSE, bill)
    require_processing(by)
    wanted = wish(kinds=asked.kinds, language=asked.language or "", runs=1 if asked.runs is None else asked.runs)
    found = plan(by=by, boq=bill, wish=wanted)
    agreed = _agreement(by, bill, wanted, found)
    if asked.confirm and constant_time_compare(asked.confirm, agreed):
        job = request_analysis(by=by, boq=bill, wish=wanted)
        return Found({"started": True, "job": str(job.pk), "look": "job_status"}, bill)
    estimate = {
        "questions": found.questions,
        "answered already": found.known,
        "likely cost": exact(found.likely_cost),
        "cost at most": exact(found.most_cost),
        "currency": found.currency,
        "sends rates to the provider": found.sends_rates,
        "kinds": PlanSerializer(found).data["kinds"],
    }
    why = "The estimate has changed since then: ask the person again." if asked.confirm else "Nothing was started."
    return Found({"started": False, "why": why, "estimate": bounded(estimate), "confirm": agreed}, bill)


def _agreement(by: Actor, bill: Boq, wanted: Wish, found: Plan) -> str:
    """A code for one wish of one caller at one price; good until any of it changes."""
    price = [found.questions, exact(found.most_cost), found.currency]
    said = msgspec.json.encode([str(by.id), str(bill.pk), told(wanted), price])
    return salted_hmac("programs.mcp.agreement", said, algorithm="sha256").hexdigest()[:24]


def job_status(by: Actor, asked: OneJob) -> Found:
    organization_of(by)
    job = Job.objects.get_visible(by, pk=id_of(asked.job))
    return Found({"job": bounded(dict(JobSerializer(job).data))}, job)
