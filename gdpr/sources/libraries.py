"""Django's own models and those of libraries: sessions, second factors, addresses, the admin's log, the timetable."""

from __future__ import annotations

from gdpr import finders
from gdpr.classes import Source

PEOPLE: tuple[Source, ...] = (
    Source(
        model="sessions.Session",
        what="signed-in browsers",
        find=finders.sessions_of,
        hidden="session_key session_data",
        personal="expire_date",
    ),
    Source(
        model="usersessions.UserSession",
        what="the list of a person's browsers: address, program, last use",
        owner=("user_id",),
        personal="id user created_at ip last_seen_at user_agent data",
        hidden="session_key",
    ),
    Source(
        model="mfa.Authenticator",
        what="second factors: authenticator programs, recovery codes, passkeys",
        owner=("user_id",),
        personal="id user type created_at last_used_at",
        hidden="data",
    ),
    Source(
        model="account.EmailConfirmation",
        what="links that confirm an address",
        owner=("email_address__user_id",),
        personal="id email_address created sent",
        hidden="key",
    ),
    Source(
        model="account.EmailAddress",
        what="the person's addresses",
        owner=("user_id",),
        address=("email",),
        personal="id user email verified primary",
    ),
    Source(
        model="admin.LogEntry",
        what="what staff did in the admin, and what was done there to a person's account",
        find=finders.admin_log_of,
        personal="id action_time user content_type object_id object_repr action_flag change_message",
    ),
)
MACHINERY: tuple[Source, ...] = (
    Source(model="auth.Permission", what="permissions of the admin", plain="id name content_type codename"),
    Source(model="auth.Group", what="groups of the admin", plain="id name permissions"),
    Source(model="waffle.Switch", what="not used", plain="id name active note created modified"),
    Source(model="waffle.Sample", what="not used", plain="id name percent note created modified"),
    Source(model="contenttypes.ContentType", what="names of models", plain="id app_label model"),
    Source(model="django_celery_beat.SolarSchedule", what="timetable", plain="id event latitude longitude"),
    Source(model="django_celery_beat.IntervalSchedule", what="timetable", plain="id every period"),
    Source(model="django_celery_beat.ClockedSchedule", what="timetable", plain="id clocked_time"),
    Source(
        model="django_celery_beat.CrontabSchedule",
        what="timetable",
        plain="id minute hour day_of_month month_of_year day_of_week timezone",
    ),
    Source(model="django_celery_beat.PeriodicTasks", what="timetable", plain="ident last_update"),
    Source(
        model="django_celery_beat.PeriodicTask",
        what="timetable",
        plain="id name task interval crontab solar clocked args kwargs queue exchange routing_key headers priority expires expire_seconds "
        "one_off start_time enabled last_run_at total_run_count date_changed description",
    ),
)
