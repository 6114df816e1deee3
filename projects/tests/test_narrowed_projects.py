"""A project can be narrowed to named members: the others do not learn that it, or anything in it, exists."""

import pytest
from django.apps import apps
from django.db.models import ForeignKey

from accounts.access import Action, require
from accounts.errors import NotFound
from projects import services
from projects.models import Project, ProjectMember

pytestmark = pytest.mark.django_db


def narrow(project):
    Project.objects.filter(pk=project.pk).update(narrowed=True)


def test_who_is_not_named_sees_neither_the_project_nor_its_bills_and_jobs(boq, bob, actor):
    from boq.models import Boq, Item
    from jobs.models import Job

    assert Item.objects.visible_to(actor(bob)).exists()
    narrow(boq.project)
    for model in (Project, Boq, Item, Job):
        assert not model.objects.visible_to(actor(bob)).exists(), model
    with pytest.raises(NotFound):
        require(actor(bob), Action.VIEW, boq)


def test_who_is_named_sees_it(boq, bob, actor):
    narrow(boq.project)
    ProjectMember.objects.create(organization=boq.organization, project=boq.project, user=bob)
    assert Project.objects.visible_to(actor(bob)).get() == boq.project


def test_owners_see_every_project(boq, alice, actor):
    narrow(boq.project)
    assert Project.objects.visible_to(actor(alice)).get() == boq.project
    require(actor(alice), Action.VIEW, boq)


def test_every_kind_of_row_that_hangs_on_a_project_says_how():
    """A new model below a project that forgets `narrowed_by` fails here."""

    def leads_to_project(model, seen=()):
        return any(
            isinstance(field, ForeignKey)
            and not field.null
            and field.related_model not in seen
            and (field.related_model is Project or leads_to_project(field.related_model, (*seen, model)))
            for field in model._meta.get_fields()
        )

    below = [one for one in apps.get_models() if leads_to_project(one) and hasattr(one.objects, "visible_to")]
    assert below
    assert [one.__name__ for one in below if not getattr(one, "narrowed_by", "")] == []


def test_a_project_that_went_meanwhile_is_neither_narrowed_nor_opened(project, alice, actor):
    gone = Project.objects.get(pk=project.pk)
    project.delete()
    with pytest.raises(NotFound):
        services.narrow_project(by=actor(alice), project=gone, people=[])
    with pytest.raises(NotFound):
        services.open_project(by=actor(alice), project=gone)
