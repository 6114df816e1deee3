"""The one table of roles and actions, and the door that applies it."""

from __future__ import annotations

import pytest

from accounts.access import ROLE_ACTIONS, SYSTEM, Action, Role, require
from accounts.errors import Forbidden, NotFound
from projects.models import Project

pytestmark = pytest.mark.django_db


def test_every_role_has_a_row_and_the_owner_may_do_everything():
    assert set(ROLE_ACTIONS) == set(Role.values)
    assert ROLE_ACTIONS[Role.OWNER] == frozenset(Action)


def test_each_role_may_do_what_the_one_below_may():
    rows = [ROLE_ACTIONS[role] for role in (Role.VIEWER, Role.ESTIMATOR, Role.ADMIN, Role.OWNER)]
    viewer, estimator, admin, owner = rows
    assert viewer < estimator < admin <= owner


def test_a_member_without_the_role_is_forbidden(bob, actor, project):
    with pytest.raises(Forbidden):
        require(actor(bob), Action.UPLOAD, project)


def test_an_outsider_does_not_learn_that_it_exists(charlie, actor, project):
    with pytest.raises(NotFound):
        require(actor(charlie), Action.VIEW, project)


def test_reads_stop_at_the_organization(alice, charlie, actor, project):
    assert list(Project.objects.visible_to(actor(alice))) == [project]
    assert not Project.objects.visible_to(actor(charlie)).exists()
    assert not Project.objects.visible_to(None).exists()
    assert list(Project.objects.visible_to(SYSTEM)) == [project]
