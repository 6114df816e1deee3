"""A narrowed project leaks nowhere: not in lists, searches, filters and counts, nor through what was learnt in it.

Its addresses are walked in config/tests/walk.
"""

from __future__ import annotations

import re
import uuid

import pytest
from django.urls import reverse

from accounts.access import Role
from accounts.models import Membership
from boq.models import Boq, Layout
from boq.pipelines.kept import kept_for
from boq.pipelines.own_history import past_decisions
from boq.samples.english import villa
from boq.services import layouts as kept_layouts
from conftest import person
from projects import services
from projects.models import Project

pytestmark = pytest.mark.django_db
MARK = "Villa"  # the project's name, its file's and its bill's


@pytest.fixture
def eve(firm):
    """Estimator in alice's firm, named nowhere."""
    user = person("eve@example.com", "Eve")
    Membership.objects.create(organization=firm, user=user, role=Role.ESTIMATOR)
    return user


@pytest.fixture
def narrowed(boq, alice, actor):
    """The project of the sample bill, narrowed to nobody."""
    return services.narrow_project(by=actor(alice), project=boq.project, people=[])


@pytest.fixture
def open_project(alice, actor):
    """Another project of the firm, which all see."""
    return services.create_project(by=actor(alice), name="School")


@pytest.mark.parametrize(
    "url",
    [
        "/projects/",
        "/find/?q=vil",
        "/layouts/",
        "/api/v1/projects/",
        "/api/v1/boqs/",
        "/api/v1/jobs/",
        "/api/v1/layouts/",
    ],
)
def test_no_list_search_or_count_tells_of_it(url, narrowed, boq, eve, api, pages):
    client = api(eve) if url.startswith("/api/") else pages(eve)
    answer = client.get(url)
    assert answer.status_code == 200, url
    text = re.sub(r'<ul class="samples">.*?</ul>', "", answer.content.decode(), flags=re.DOTALL)  # offered to everybody
    assert MARK.lower() not in text.lower()
    assert str(narrowed.pk) not in text
    if url.startswith("/api/"):
        assert answer.json()["count"] == 0


@pytest.mark.parametrize("name", ["project", "upload"])
def test_filters_do_not_tell_an_id_that_is_hidden_from_one_that_never_was(name, narrowed, boq, eve, api):
    hidden = {"project": boq.project_id, "upload": boq.upload_id}[name]
    answers = [api(eve).get(f"/api/v1/boqs/?{name}={one}") for one in (hidden, uuid.uuid4())]
    assert [(one.status_code, one.json()) for one in answers] == [(200, answers[0].json())] * 2


def test_the_same_file_in_another_project_does_not_tell(narrowed, boq, open_project, eve, api, pages, actor, work):
    from django.core.files.uploadedfile import SimpleUploadedFile

    from boq.services.uploads import receive

    sent, job = receive(by=actor(eve), project=open_project, file=SimpleUploadedFile("other.xlsx", villa()))
    assert not sent.known
    work()
    page = pages(eve).get(reverse("boq:job", args=[job.pk])).content.decode()
    assert MARK not in page.replace("other", "")
    assert str(narrowed.pk) not in page


def test_questions_about_another_project_do_not_read_it(narrowed, boq, open_project):
    from boq.models import Conversation, Turn
    from boq.services.conversations import bills_of

    talk = Conversation.objects.create(organization=boq.organization, project=open_project, title="How much?")
    assert bills_of(Turn(conversation=talk)) == []


def test_a_layout_of_it_is_neither_seen_nor_tried_elsewhere(narrowed, boq, open_project, eve, api, actor):
    from boq.models import Upload

    mine = Layout.objects.create(
        organization=boq.organization,
        name="Theirs",
        fingerprint="1",
        sheets=[],
        upload=boq.upload,
        made_at=boq.created_at,
    )
    elsewhere = Upload.objects.create(
        organization=boq.organization, project=open_project, name="x", size=1, sha256="0" * 64
    )
    assert [one.id for one in kept_for(boq.upload)] == [str(mine.pk)]
    assert kept_for(elsewhere) == ()
    assert api(eve).get(f"/api/v1/layouts/{mine.pk}/").status_code == 404


def test_a_layout_of_it_goes_with_it_and_others_stay(narrowed, boq, alice, actor, upload, open_project):
    from boq.models import Upload

    other = Upload.objects.create(
        organization=boq.organization, project=open_project, name="x", size=1, sha256="0" * 64
    )
    for number, file in enumerate((boq.upload, other)):
        Layout.objects.create(
            organization=boq.organization,
            name=str(number),
            fingerprint=str(number),
            sheets=[],
            upload=file,
            made_at=boq.created_at,
        )
    services.delete_project(by=actor(alice), project=narrowed)
    services.delete_project(by=actor(alice), project=open_project)
    assert [(one.name, one.upload) for one in Layout.objects.all()] == [("1", None)]


def test_a_layout_of_the_same_shape_elsewhere_is_another_layout(narrowed, boq, open_project):
    from boq.models import Upload

    elsewhere = Upload(organization=boq.organization, project=open_project, name="x", size=1, sha256="0" * 64)
    prints = {kept_layouts._print(file, ()) for file in (boq.upload, elsewhere)}
    assert len(prints) == 2


def test_its_classifications_speak_in_it_alone(narrowed, boq, alice, actor, work, open_project):
    from boq.models import Classification
    from boq.services.analysis import request_analysis

    request_analysis(by=actor(alice), boq=boq)
    work()
    analysis = boq.analyses.get()
    Classification.objects.filter(analysis=analysis).update(step="person", confidence=1)
    here = list(past_decisions(boq.organization_id, "mizan-trades", 100, narrowed.pk))
    assert here
    assert list(past_decisions(boq.organization_id, "mizan-trades", 100, open_project.pk)) == []
    services.open_project(by=actor(alice), project=narrowed)
    assert len(list(past_decisions(boq.organization_id, "mizan-trades", 100, open_project.pk))) == len(here)


def test_answers_that_it_paid_for_are_its_own(firm, narrowed):
    from llm import kept
    from llm.ledger import DatabaseLedger
    from llm.values import Answered

    def ledger(apart):
        return DatabaseLedger(organization_id=firm.pk, subject_id=None, apart=apart)

    def known(apart):
        return set(ledger(apart).known("classify", ["m"], ["shared", "paid by it"]))

    kept.keep(firm.pk, [("classify", "m", {"shared": Answered()})])
    kept.keep(firm.pk, [(ledger(narrowed.apart)._own("classify"), "m", {"paid by it": Answered()})])
    assert (known(None), known(narrowed.apart)) == ({"shared"}, {"paid by it"})


def test_who_is_named_sees_it_all_and_loses_it_again(narrowed, boq, eve, alice, actor, api, pages):
    services.narrow_project(by=actor(alice), project=narrowed, people=[eve.pk])
    assert api(eve).get(f"/api/v1/boqs/{boq.pk}/").status_code == 200
    assert MARK in pages(eve).get("/projects/").content.decode()
    services.narrow_project(by=actor(alice), project=narrowed, people=[])
    assert api(eve).get(f"/api/v1/boqs/{boq.pk}/").status_code == 404


def test_who_leaves_and_comes_back_is_not_named_any_more(narrowed, eve, firm, alice, actor):
    from accounts.services import members

    services.narrow_project(by=actor(alice), project=narrowed, people=[eve.pk])
    members.leave(by=actor(eve))
    Membership.objects.create(organization=firm, user=eve, role=Role.ESTIMATOR)
    assert not Project.objects.visible_to(actor(eve)).exists()


def test_a_service_that_is_handed_a_row_of_it_refuses(narrowed, boq, eve, actor):
    from accounts.errors import NotFound
    from boq.services.analysis import request_analysis
    from boq.services.reports import request_export

    for act in (
        lambda: request_analysis(by=actor(eve), boq=Boq.objects.get(pk=boq.pk)),
        lambda: request_export(by=actor(eve), boq=boq, format="csv"),
        lambda: services.update_project(by=actor(eve), project=narrowed, name="x"),
    ):
        with pytest.raises(NotFound):
            act()
