"""What beat wakes is there: a name that is misspelled would be sent to workers for ever, and nothing would happen."""

from __future__ import annotations

from importlib import import_module

import pytest
from django.db import connection
from django.db.migrations.state import ProjectState

from config.celery import app
from config.timetable import TIMETABLE


def test_every_task_of_the_timetable_is_one():
    app.loader.import_default_modules()
    assert TIMETABLE
    assert {str(entry["task"]) for entry in TIMETABLE.values()} <= set(app.tasks)


@pytest.mark.django_db
def test_what_no_longer_has_a_task_is_removed_from_the_rows_of_beat():
    from django_celery_beat.models import IntervalSchedule, PeriodicTask

    daily = IntervalSchedule.objects.create(every=1, period=IntervalSchedule.DAYS)
    for name, task in (
        ("forget-mails", "mails.tasks.forget"),
        ("mine", "mails.tasks.forget"),
        ("reap", "jobs.tasks.reap"),
    ):
        PeriodicTask.objects.create(name=name, task=task, interval=daily)
    (operation,) = import_module("mails.migrations.0002_forgetting_is_retention").Migration.operations
    with connection.schema_editor(atomic=False) as editor:
        operation.database_forwards("mails", editor, ProjectState(), ProjectState())
    assert set(PeriodicTask.objects.values_list("name", flat=True)) == {"mine", "reap"}
