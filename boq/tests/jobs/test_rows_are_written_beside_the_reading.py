"""The writer: rows are copied in turn on the caller's connection, within its transaction, and what fails is told."""

from __future__ import annotations

import threading

import pytest
from django.db import DataError, connection, transaction

from boq.pipelines.writer import AHEAD, Writer
from projects.models import Project

pytestmark = pytest.mark.django_db


def _rename(database, pk, name):
    with database.cursor() as cursor:
        cursor.execute("UPDATE projects_project SET name = %s WHERE id = %s", [name, pk])


def _names(database):
    with database.cursor() as cursor:
        cursor.execute("SELECT name FROM projects_project")
        return [name for (name,) in cursor.fetchall()]


def test_what_is_written_is_part_of_the_callers_transaction(project):
    before = project.name
    with transaction.atomic():
        with Writer() as writer:
            for number in range(3 * AHEAD):
                writer.do(_rename, project.pk, f"tower {number}")
            assert writer.do(_names).result() == [f"tower {3 * AHEAD - 1}"]  # in turn
            writer.settle()
        transaction.set_rollback(True)
    assert list(Project.objects.values_list("name", flat=True)) == [before]


def test_a_question_is_asked_while_nothing_is_being_written(project):
    begun, go_on = threading.Event(), threading.Event()

    def slowly(database, name):
        begun.set()
        assert go_on.wait(10)
        _rename(database, project.pk, name)

    with transaction.atomic(), Writer() as writer:
        writer.do(slowly, "written")
        assert begun.wait(10)
        threading.Timer(0.05, go_on.set).start()
        assert writer.in_turn(lambda: _names(connection))() == ["written"]


def test_what_fails_is_raised_by_what_is_called_next(project):
    with transaction.atomic(), Writer() as writer:
        writer.do(_rename, project.pk, "x" * 10_000)
        with pytest.raises(DataError):
            writer.settle()
        transaction.set_rollback(True)
    assert Project.objects.get().name == project.name


def _interrupted(pk):
    with Writer() as writer:
        for number in range(AHEAD):
            writer.do(_rename, pk, f"tower {number}")
        raise KeyError


def test_nothing_is_under_way_when_the_writer_is_left(project):
    with transaction.atomic():
        with pytest.raises(KeyError):
            _interrupted(project.pk)
        assert not [thread for thread in threading.enumerate() if thread.name.startswith("writer")]
        assert len(_names(connection)) == 1
