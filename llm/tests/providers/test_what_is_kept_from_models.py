"""A person who opted out, a person whose data is restricted, a file that is kept back: not one byte goes to a provider."""

from __future__ import annotations

import pytest
from django.core import mail

from accounts.errors import Conflict, Forbidden
from accounts.models import Membership
from accounts.post import post
from boq.models import Analysis, Classification, Upload
from boq.pipelines import analyse_boq
from boq.pipelines.own_history import PERSON, past_decisions
from boq.services import conversations
from boq.services.analysis import request_analysis, route_of
from gdpr.services import choices
from gdpr.services.people import oneself
from llm.tests.works import QUICK

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _impatient(monkeypatch):
    monkeypatch.setattr(analyse_boq, "POLICY", QUICK)


@pytest.fixture
def bob_estimates(bob):
    Membership.objects.filter(user=bob).update(role="estimator")
    return bob


def test_for_a_person_who_opted_out_the_offline_analyst_works(alice, bob_estimates, actor, boq, work, add, played):
    add()
    choices.opt_out(by=oneself(alice), opted_out=True)
    request_analysis(by=actor(alice), boq=boq)
    work()
    assert Analysis.objects.get().analyst == "offline"
    assert played.counts()["calls"] == 0
    request_analysis(by=actor(bob_estimates), boq=boq)  # it is her wish, not his
    work()
    assert played.counts()["calls"] > 0


def test_who_opts_out_stops_what_is_under_way_for_them(alice, actor, boq, work, add, played):
    add()
    job = request_analysis(by=actor(alice), boq=boq)
    choices.opt_out(by=oneself(alice), opted_out=True)
    work()
    job.refresh_from_db()
    assert job.status == "cancelled"
    assert played.counts()["calls"] == 0


def test_an_analysis_that_a_worker_has_taken_is_left_alone_too(alice, actor, boq, work, add, played):
    """The job is not cancelled here: the pipeline itself looks again."""
    add()
    request_analysis(by=actor(alice), boq=boq)
    type(alice).objects.filter(pk=alice.pk).update(llm_opt_out=True)
    (job,) = work()
    assert job.error_code == "llm.no-provider"
    assert played.counts()["calls"] == 0


def test_a_file_that_is_kept_back_goes_nowhere(alice, actor, boq, work, add, played):
    add()
    assert route_of(boq, alice.pk)
    choices.keep_upload_back(by=actor(alice), upload=boq.upload, opted_out=True)
    boq.refresh_from_db()
    request_analysis(by=actor(alice), boq=boq)
    work()
    with pytest.raises(Conflict):
        conversations.ask(by=actor(alice), project=boq.project, boq=boq, question="What is the total?")
    assert Analysis.objects.get().analyst == "offline"
    assert played.counts()["calls"] == 0


def test_keeping_a_file_back_stops_its_running_analysis(alice, actor, boq, work, add, played):
    add()
    job = request_analysis(by=actor(alice), boq=boq)
    choices.keep_upload_back(by=actor(alice), upload=boq.upload, opted_out=True)
    work()
    job.refresh_from_db()
    assert job.status == "cancelled"
    assert played.counts()["calls"] == 0


def test_a_question_to_the_project_does_not_read_a_bill_that_is_kept_back(alice, actor, boq, work, add, played):
    add()
    played.play(keep_bodies=True)
    Upload.objects.filter(pk=boq.upload_id).update(llm_opt_out=True)
    conversations.ask(by=actor(alice), project=boq.project, question="What is the total?")
    work()
    sent = str(played.counts()["bodies"])
    assert sent != "[]"
    assert boq.name not in sent
    assert not [item.description for item in boq.items.all() if item.description and item.description in sent]


def test_what_was_read_from_a_file_that_is_kept_back_is_no_evidence_elsewhere(alice, actor, boq, work, add, firm):
    add()
    request_analysis(by=actor(alice), boq=boq)
    work()
    code = Analysis.objects.get().options["standard"]
    Classification.objects.update(step=PERSON, confidence="0.95")
    assert list(past_decisions(firm.pk, code, 100))
    Upload.objects.update(llm_opt_out=True)
    assert list(past_decisions(firm.pk, code, 100)) == []


def test_a_person_whose_data_is_restricted_asks_for_nothing(alice, actor, boq, add, played):
    add()
    choices.restrict(by=oneself(alice), restricted=True)
    with pytest.raises(Forbidden) as analysis:
        request_analysis(by=actor(alice), boq=boq)
    with pytest.raises(Forbidden) as question:
        conversations.ask(by=actor(alice), project=boq.project, question="What is the total?")
    assert {analysis.value.code, question.value.code} == {"privacy.restricted"}
    assert route_of(boq, alice.pk) == ()
    choices.restrict(by=oneself(alice), restricted=False)
    assert route_of(boq, alice.pk)
    assert played.counts()["calls"] == 0


def test_a_restricted_person_gets_only_necessary_mails(alice, work):
    choices.restrict(by=oneself(alice), restricted=True)
    alice.refresh_from_db()
    post(to=alice, template="role_changed", organization="Firm", role="Viewer")
    post(to=alice, template="password_changed", reset_link="https://mizan.example/reset")
    work()
    assert len(mail.outbox) == 1
