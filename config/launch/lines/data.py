"""The database, the broker and the files."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import Any

import redis
from django.conf import settings
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from config import doctor, replica
from config.health import parts
from config.launch.base import Group, Line, Site, Verdict, fails, holds, judged
from config.launch.lines.told import told
from config.metrics.sources.asking import rows
from config.replica import REPLICA
from scripts.operations.proving import kept_secrets

OLDEST = 150_000  # PostgreSQL 15, as docs/operations/database.md says


def version(site: Site) -> Verdict:
    """A version that the migrations were tried with."""
    [[name, number]] = rows("SELECT current_setting('server_version'), current_setting('server_version_num')::int")
    return judged(number >= OLDEST, f"PostgreSQL {name}")


def migrations(site: Site) -> Verdict:
    """The tables are those of this release."""
    if waiting := parts.unapplied():
        return fails(gettext("Not applied: %(names)s.") % {"names": ", ".join(waiting)})
    return holds(
        gettext("Applied: %(count)d; none waits.") % {"count": MigrationRecorder(connection).migration_qs.count()}
    )


def role(site: Site) -> Verdict:
    """The application's role may not do whatever it likes."""
    asked = "SELECT rolname, rolsuper, rolbypassrls, rolcreaterole FROM pg_roles WHERE rolname = current_user"
    [[name, over_all, past_rules, makes_roles]] = rows(asked)
    rights = {
        "SUPERUSER": over_all,
        "BYPASSRLS": past_rules,
        "CREATEROLE": makes_roles,
    }  # the last is what managed databases give
    return judged(
        not (over_all or past_rules), ", ".join([str(name), *(right for right, has in rights.items() if has)])
    )


def durable(site: Site) -> Verdict:
    """What was confirmed to people is on the disk."""
    names = ("fsync", "full_page_writes", "synchronous_commit")
    values = {name: str(rows("SELECT current_setting(%s)", [name])[0][0]) for name in names}
    [[sums]] = rows("SELECT current_setting('data_checksums')")
    told = ", ".join(f"{name}={value}" for name, value in {**values, "data_checksums": sums}.items())
    return fails(told, elsewhere=True) if "off" in values.values() else holds(told)  # storage of a cloud may do without


def statements(site: Site) -> Verdict:
    """No statement of a page or a job runs for ever."""
    limits = settings.ENV.data.limits
    return judged(
        all(limits.values()), ", ".join(f"DATABASE_{name.upper()}_SECONDS={value}" for name, value in limits.items())
    )


def follower(site: Site) -> Verdict:
    """The replica, where one is named, follows closely."""
    if REPLICA not in settings.DATABASES:
        return holds(gettext("No replica is set: everything is read from the primary."))
    seconds = replica.behind()
    return judged(
        seconds <= settings.REPLICA_LAG_SECONDS,
        gettext("It is %(seconds)s s behind; DATABASE_REPLICA_LAG is %(most)s.")
        % {"seconds": f"{seconds:.1f}", "most": settings.REPLICA_LAG_SECONDS},
    )


def broker(site: Site) -> Verdict:
    """It answers, and throws nothing away when its memory is full."""
    client = redis.Redis.from_url(settings.ENV.redis_url, socket_timeout=2, socket_connect_timeout=2)
    try:
        server: dict[str, Any] = client.info("server")
        memory: dict[str, Any] = client.info("memory")
    finally:
        client.close()
    name = (
        f"Valkey {server['valkey_version']}"
        if "valkey_version" in server
        else f"Redis {server.get('redis_version', '?')}"
    )
    most, policy = memory.get("maxmemory", 0), memory.get("maxmemory_policy", "?")
    return judged(not most or policy == "noeviction", f"{name}, maxmemory={most}, maxmemory-policy={policy}")


def secrets(site: Site) -> Verdict:
    """Signing secrets of webhooks, keys of providers and the like open with the keys of the settings."""
    faults: list[str] = []
    count = kept_secrets(faults)
    if faults:
        return fails(
            gettext("%(bad)d of %(count)d do not open: %(first)s")
            % {"bad": len(faults), "count": count, "first": faults[0]}
        )
    return holds(gettext("Kept secrets: %(count)d, all open.") % {"count": count})


def writable(site: Site) -> Verdict:
    """A file is written where uploads lie, and taken away again."""
    folder = Path(settings.MEDIA_ROOT)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=folder, prefix=".launch-") as file:
            file.write(b"written by manage.py launch_checklist")
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        return fails(f"{folder}: {error.strerror}")
    return holds(gettext("A file was written to %(folder)s and removed.") % {"folder": folder})


def private(site: Site) -> Verdict:
    """The data folder is no part of what is served."""
    data = Path(settings.DATA_DIR).resolve()
    dirs: list[Any] = [settings.STATIC_ROOT, *settings.STATICFILES_DIRS]
    served = [Path(one[1] if isinstance(one, tuple) else one) for one in dirs]
    for folder in (one.resolve() for one in served):
        if data.is_relative_to(folder) or folder.is_relative_to(data):
            return fails(
                gettext("%(data)s and %(served)s, which is served, lie in one another.")
                % {"data": data, "served": folder}
            )
    return holds(gettext("%(data)s is apart from the folders that are served.") % {"data": data})


GROUP = Group(
    "data",
    _("Database, broker, files"),
    (
        Line(
            code="data.version",
            title=_("PostgreSQL is new enough"),
            why=_("Mizan uses what PostgreSQL has since version 15, and is tried with no older one."),
            mend=_("Move the database to a newer PostgreSQL, best by restoring a backup into it."),
            judge=version,
        ),
        Line(
            code="data.migrations",
            title=_("All migrations of this release are applied"),
            why=_("Code and tables that do not fit fail where nobody expects it."),
            mend=_("Run `manage.py migrate` with this release's code, before its web processes and workers start."),
            judge=migrations,
        ),
        Line(
            code="data.role",
            title=_("Mizan's role in the database is no superuser"),
            why=_("With a superuser's rights one hole in the application is a hole in the whole database server."),
            mend=_("As a superuser: `ALTER ROLE mizan NOSUPERUSER NOBYPASSRLS`, with the role's own name."),
            judge=role,
        ),
        Line(
            code="data.durable",
            title=_("What was saved survives a power cut"),
            why=_("Switched off for speed, these settings lose confirmed work, or the whole database."),
            mend=_(
                "Set them to on in postgresql.conf, and restart PostgreSQL; where a cloud's own storage does without one, say so."
            ),
            judge=durable,
        ),
        Line(
            code="data.statements",
            title=_("Statements have a limit of time"),
            why=_("One statement that never ends holds a connection, and a few of them the whole server."),
            mend=_("Set DATABASE_WEB_SECONDS and DATABASE_WORKER_SECONDS above 0, or leave them empty."),
            judge=statements,
        ),
        Line(
            code="data.replica",
            title=_("The replica follows, where there is one"),
            why=_("A replica that stands still is left alone, and the primary carries what was meant for two."),
            mend=_("docs/operations/database.md says how it follows; without one leave DATABASE_REPLICA_URL empty."),
            judge=follower,
        ),
        Line(
            code="data.broker",
            title=_("The broker answers, and forgets nothing when it is full"),
            why=_("A cache that evicts forgets counts of wrong tries, and wake-ups of jobs."),
            mend=_(
                "Start Redis or Valkey, and set maxmemory-policy to noeviction; a managed one has it in its parameters."
            ),
            judge=broker,
        ),
        Line(
            code="data.secrets",
            title=_("Every kept secret opens with the present keys"),
            why=_("Webhooks cannot be signed and providers not be asked with a secret that nobody can open."),
            mend=_("Add the key of before to FIELD_ENCRYPTION_KEYS, then run `manage.py rotate_field_keys`."),
            judge=secrets,
        ),
        Line(
            code="data.writable",
            title=_("Files can be written"),
            why=_("Every upload and export is a file."),
            mend=_(
                "Give MIZAN_DATA_DIR to the account of web and workers; several machines need one folder that all reach."
            ),
            judge=writable,
        ),
        Line(
            code="data.room",
            title=_("There is room for files"),
            why=_("Uploads are refused when the disk is full."),
            mend=_("Make room, or move MIZAN_DATA_DIR to a larger disk."),
            judge=lambda site: told(doctor.disk()),
        ),
        Line(
            code="data.private",
            title=_("Customers' files do not lie where static files are served from"),
            why=_("A web server gives out whatever lies there to everybody."),
            mend=_("Choose a MIZAN_DATA_DIR outside of the code and of what nginx serves."),
            judge=private,
        ),
    ),
)
