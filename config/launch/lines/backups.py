"""Backups that were restored."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from config import doctor
from config.doctor import Said
from config.launch.base import QUARTER, Group, Line, Site, Verdict, fails, holds
from config.launch.lines.told import told
from config.metrics.sources.asking import rows
from scripts.operations.status import read_status

MAKING = ("base", "files", "prune")
LOG_OLD = 3_600  # seconds; while anything is written a segment is finished each minute


def by_status(part: Callable[[Mapping[str, Any]], Said], *commands: str) -> Callable[[Site], Verdict]:
    """A line that is judged by what backups have noted, and by whether the last of these `commands` failed.

    Without any note others may make them: a provider of databases does.
    """

    def judge(site: Site) -> Verdict:
        said = read_status(Path(settings.DATA_DIR) / "backups")
        if not said:
            return fails(
                gettext("No backup is known here: backups/status.json is not in the data folder."), elsewhere=True
            )
        found = told([part(said)], elsewhere=not said.get("last_backup"))
        if said.get("failed") in commands:
            words = gettext("%(what)s failed: %(why)s") % {"what": said["failed"], "why": said.get("fault", "")}
            return fails(f"{found.words}; {words}")
        return found

    return judge


def log_is_kept(site: Site) -> Verdict:
    """PostgreSQL hands its log over, and the last try worked."""
    [[mode]] = rows("SELECT current_setting('archive_mode')")
    if mode == "off":
        return fails("archive_mode=off", elsewhere=True)
    [[when, failed, count]] = rows("SELECT last_archived_time, last_failed_time, archived_count FROM pg_stat_archiver")
    if when is None:
        return fails(gettext("archive_mode=%(mode)s, and nothing was handed over yet.") % {"mode": mode})
    facts = {"count": count, "span": doctor.span(timezone.now() - when)}
    if failed is not None and failed > when:
        return fails(gettext("The last try failed; the last success was %(span)s ago.") % facts)
    if (timezone.now() - when).total_seconds() > LOG_OLD:
        return fails(gettext("The last segment was handed over %(span)s ago.") % facts)
    return holds(gettext("Segments handed over: %(count)d, the last %(span)s ago.") % facts)


GROUP = Group(
    "backups",
    _("Backups"),
    (
        Line(
            code="backups.made",
            title=_("A backup was made within 26 hours"),
            why=_("What is not copied is gone with the disk."),
            mend=_(
                "Set up the timetable of docs/operations/backup.md; where the provider of the database copies it, say so."
            ),
            judge=by_status(doctor.made, *MAKING),
        ),
        Line(
            code="backups.verified",
            title=_("A backup was restored and found whole within 36 hours"),
            why=_("A backup that nobody has restored is a hope."),
            mend=_(
                "Run `deploy/bin/backup verify` and read what it says; copies that the provider makes you restore by hand."
            ),
            judge=by_status(doctor.verified, "verify"),
        ),
        Line(
            code="backups.log",
            title=_("The database's log is kept as it is written"),
            why=_("Between two nightly copies it is the only thing that brings back the work of the day."),
            mend=_(
                "Set archive_mode, archive_command and archive_timeout as docs/operations/backup.md says; the log of PostgreSQL "
                "tells why it fails."
            ),
            judge=log_is_kept,
        ),
        Line(
            code="backups.key",
            title=_("The key of the backups and the settings are kept elsewhere, and two people can reach them"),
            why=_("Without the key nothing can be restored, without the settings kept secrets stay shut."),
            mend=_(
                "Put backup.key, SECRET_KEY, FIELD_ENCRYPTION_KEYS and MIZAN_ERASURE_KEYS into a safe that does not burn with "
                "the server."
            ),
            seen=("docs/operations/disaster-recovery.md",),
            days=QUARTER,
        ),
        Line(
            code="backups.practised",
            title=_("Somebody else than the author has restored the server"),
            why=_("In the night when it counts the one who knows how is not there."),
            mend=_(
                "Restore to a named minute on another machine, with the page of disaster recovery alone, and write down how "
                "long it took."
            ),
            seen=(
                "deploy/bin/restore --to 2026-11-22T14:29:30 --data /var/tmp/then/data --files /var/tmp/then/files --practice",
                "python -m scripts.drills.restore",
            ),
            days=QUARTER,
        ),
    ),
)
