"""Answers that are kept for the works they speak of: looked up by the thousand, written in one statement."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from uuid import UUID

import msgspec
from django.db import connection

from llm.models import KeptAnswer
from llm.models.answers import answer_id
from llm.values import Answered

LOOKUP = 5_000
# Written in the order of their ids, so that two workers who keep the same answers never wait for each other in a circle.
_KEEP = """
INSERT INTO llm_keptanswer (id, organization_id, question, model, answer, created_at)
SELECT id, %s, question, model, answer, now()
FROM json_to_recordset(%s::json) AS kept (id uuid, question text, model text, answer text) ORDER BY id
ON CONFLICT (id) DO UPDATE SET answer = EXCLUDED.answer, created_at = EXCLUDED.created_at
"""


def known(organization_id: UUID, question: str, models: Iterable[str], digests: Iterable[str]) -> dict[str, Answered]:
    """Kept answers by digest, those of the first of `models` that has one."""
    left = list(dict.fromkeys(digests))
    found: dict[str, Answered] = {}
    for model in models:
        ids = {answer_id(organization_id, question, model, digest): digest for digest in left}
        for first in range(0, len(left), LOOKUP):
            some = list(ids)[first : first + LOOKUP]
            rows = KeptAnswer.objects.filter(organization_id=organization_id, pk__in=some)
            for key, answer in rows.values_list("pk", "answer"):
                found[ids[key]] = msgspec.json.decode(answer, type=Answered)
        left = [digest for digest in left if digest not in found]
    return found


def keep(organization_id: UUID, said: Iterable[tuple[str, str, Mapping[str, Answered]]]) -> None:
    """Keep answers by digest, each lot under its (question, model)."""
    rows = {
        answer_id(organization_id, question, model, digest): (question, model, msgspec.json.encode(answer).decode())
        for question, model, answers in said
        for digest, answer in answers.items()
    }
    if not rows:
        return
    told = [{"id": key, "question": row[0], "model": row[1], "answer": row[2]} for key, row in rows.items()]
    with connection.cursor() as cursor:
        cursor.execute(_KEEP, [organization_id, msgspec.json.encode(told).decode()])
