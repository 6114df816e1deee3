"""What became of the jobs of a server that was broken: none may be lost, stuck, or done twice. Asked of the database by SQL."""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, datetime
from typing import Any

from scripts.drills.standing import Standing
from scripts.drills.traffic import Followed

WAITING = """
    SELECT (SELECT count(*) FROM jobs_job WHERE status IN ('queued', 'running') AND created_at < %s)
    + (SELECT count(*) FROM boq_analysis WHERE NOT complete AND created_at < %s)"""
# Each finds what must not be; the words say what it is.
TWICE = {
    "bills of one reading": """
        SELECT upload_id::text, count(*) FROM boq_boq GROUP BY upload_id HAVING count(*) >
        (SELECT count(*) FROM jobs_job WHERE kind = 'import' AND subject_id = upload_id AND status = 'succeeded')""",
    "bills with other items than they say": """
        SELECT boq.id::text, items_count FROM boq_boq AS boq
        WHERE items_count <> (SELECT count(*) FROM boq_item WHERE boq_id = boq.id)""",
    "ends of one job told twice": """
        SELECT payload->>'job', count(*) FROM accounts_event
        WHERE kind ~ '^(import|analysis|export)[.](succeeded|failed|partial|cancelled)$' GROUP BY 1 HAVING count(*) > 1""",
    "findings of one analysis said twice": """
        SELECT analysis_id::text, count(*) FROM boq_finding WHERE analysis_id IS NOT NULL
        GROUP BY analysis_id, code, item_key, facts HAVING count(*) > 1""",
    "answers paid for twice": """
        SELECT input_hash, count(*) FROM llm_ledgerentry WHERE status = 'answered'
        GROUP BY organization_id, prompt, model, input_hash HAVING count(*) > 1""",
    "jobs that ended without an end": """
        SELECT id::text, status FROM jobs_job
        WHERE status IN ('succeeded', 'partial', 'failed', 'cancelled') AND (finished_at IS NULL OR lease_token IS NOT NULL)""",
}
EXPECTED = ("llm.",)  # codes of a provider that is away; every other failure of a good file is ours


def moment(at: float) -> datetime:
    """A time of time.time() for the database."""
    return datetime.fromtimestamp(at, UTC)


def waiting(server: Standing, before: float) -> int:
    """How many jobs that were asked for before then have not ended, and analyses that are not complete."""
    return int(server.sql(WAITING, moment(before), moment(before))[0][0])


def slowest_reading(server: Standing, since: float, until: float) -> float:
    """The most seconds from when a file was taken to when it was read, of those that were taken then."""
    row = server.sql(
        "SELECT coalesce(max(extract(epoch FROM coalesce(finished_at, now()) - created_at)), 0) FROM jobs_job "
        "WHERE kind = 'import' AND created_at >= %s AND created_at < %s",
        moment(since), moment(until),
    )[0]  # fmt: skip
    return float(row[0])


def asked(server: Standing, since: float, until: float) -> tuple[int, int]:
    """How many jobs were asked for then or still worked on, and how many of them another worker took over."""
    row = server.sql(
        "SELECT count(*), count(*) FILTER (WHERE attempts > 1) FROM jobs_job "
        "WHERE kind IN ('import', 'analysis') AND created_at < %s AND (finished_at IS NULL OR finished_at >= %s)",
        moment(until), moment(since),
    )[0]  # fmt: skip
    return int(row[0]), int(row[1])


def ends(server: Standing) -> dict[str, int]:
    """All jobs by kind, status and code."""
    rows = server.sql("SELECT kind, status, error_code, count(*) FROM jobs_job GROUP BY 1, 2, 3 ORDER BY 1, 2, 3")
    return {" ".join(word for word in row[:3] if word): int(row[3]) for row in rows}


def ends_of(server: Standing, kind: str, since: float, until: float) -> dict[str, int]:
    """How jobs of a kind ended in that time, by status and code."""
    rows = server.sql(
        "SELECT status, error_code, count(*) FROM jobs_job WHERE kind = %s AND finished_at >= %s AND finished_at < %s GROUP BY 1, 2",
        kind, moment(since), moment(until),
    )  # fmt: skip
    return {f"{status} {code}".strip(): int(count) for status, code, count in rows}


def failures(server: Standing, since: float) -> list[str]:
    """Jobs on good files that ended in a way that nobody could expect."""
    rows = server.sql(
        "SELECT kind, status, error_code, count(*) FROM jobs_job WHERE created_at >= %s AND status IN ('failed', 'partial', 'cancelled') "
        "GROUP BY 1, 2, 3",
        moment(since),
    )  # fmt: skip
    return [f"{count} {kind} {status} {code}" for kind, status, code, count in rows if not code.startswith(EXPECTED)]


def lost(server: Standing, accepted: Collection[Followed]) -> list[str]:
    """Of the uploads that were accepted: those without a job, without an end, or whose bill has other lines than the file."""
    told = [one.id for one in accepted]
    rows = server.sql(
        "SELECT job.id::text, job.status, boq.items_count FROM jobs_job AS job "
        "LEFT JOIN boq_boq AS boq ON boq.id::text = job.result->>'boq' WHERE job.id = ANY(%s::uuid[])",
        told,
    )  # fmt: skip
    known: dict[str, tuple[str, Any]] = {row[0]: (row[1], row[2]) for row in rows}
    found = []
    for one in accepted:
        status, items = known.get(one.id, ("gone", None))
        if status in ("gone", "queued", "running"):
            found.append(f"{one.id} {status}")
        elif status == "succeeded" and items != one.lines:
            found.append(f"{one.id}: {items} items of {one.lines} lines")
    return found


def doubled(server: Standing) -> list[str]:
    """What was done twice."""
    found = []
    for what, words in TWICE.items():
        if rows := server.sql(words):
            found.append(f"{len(rows)} {what}: {rows[:3]}")
    return found


def unfinished(server: Standing) -> int:
    """Analyses that are not complete."""
    return int(server.sql("SELECT count(*) FROM boq_analysis WHERE NOT complete")[0][0])
