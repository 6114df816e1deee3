"""Workers, the clock, and what waits."""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django_celery_beat.models import PeriodicTask

from config import doctor
from config.launch.base import Group, Line, Site, Verdict, fails, holds
from config.launch.lines.told import told


def timetable(site: Site) -> Verdict:
    """Everything that beat has to wake is there, is on, and is the task that the code means."""
    wanted = {name: entry["task"] for name, entry in settings.CELERY_BEAT_SCHEDULE.items()}
    there = dict(PeriodicTask.objects.filter(name__in=wanted, enabled=True).values_list("name", "task"))
    missing = [name for name, task in wanted.items() if there.get(name) != task]
    if missing:
        return fails(gettext("Not on the timetable, or switched off: %(names)s.") % {"names": ", ".join(missing)})
    return holds(gettext("Tasks on the timetable: %(count)d.") % {"count": len(wanted)})


GROUP = Group(
    "work",
    _("Background work"),
    (
        Line(
            code="work.workers",
            title=_("Workers answer"),
            why=_("Without one no file is read and no mail is sent."),
            mend=_("Start one: `celery -A config.celery:app worker`, the service `worker`, or `mizan-worker.service`."),
            judge=lambda site: told(doctor.workers()),
        ),
        Line(
            code="work.beat",
            title=_("Beat ticks"),
            why=_("It wakes whatever nobody asks for: retention, webhooks, lost jobs, plans that end."),
            mend=_(
                "Start exactly one: `celery -A config.celery:app beat`, the service `beat`, or `mizan-beat.service`."
            ),
            judge=lambda site: told(doctor.beat()),
        ),
        Line(
            code="work.timetable",
            title=_("Everything that has to happen by itself is on the timetable"),
            why=_("The timetable is in the database, where a task can be switched off and forgotten."),
            mend=_(
                "Switch it on under *Periodic tasks* in the admin; a task that is missing comes back when beat is restarted."
            ),
            judge=timetable,
        ),
        Line(
            code="work.queue",
            title=_("No job waits long"),
            why=_("People look at a bar that does not move."),
            mend=_("Start more workers, or look at what they are busy with: `manage.py doctor`."),
            judge=lambda site: told(doctor.queue()),
        ),
    ),
)
