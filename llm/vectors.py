"""Vectors kept in the database, so that a worker embeds a text once, whatever bill it comes in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.db.models import Q

from llm.models import Embedding
from llm.offline.embeddings import MODEL, Embedder, available

MOST_AT_ONCE = 5_000


class DatabaseStore:
    """The vectors of one organization; of Mizan's own texts without one. Two workers that make the same vector keep one."""

    def __init__(self, organization_id: UUID | None, model: str = MODEL) -> None:
        self._organization_id = organization_id
        self._model = model
        self._mine = Q(organization_id=organization_id) if organization_id else Q(organization_id__isnull=True)

    def get(self, digests: Sequence[str]) -> Mapping[str, bytes]:
        """See `VectorStore.get`."""
        found: dict[str, bytes] = {}
        for start in range(0, len(digests), MOST_AT_ONCE):
            some = digests[start : start + MOST_AT_ONCE]
            rows = Embedding.objects.filter(self._mine, model=self._model, digest__in=some)
            found |= {digest: bytes(vector) for digest, vector in rows.values_list("digest", "vector")}
        return found

    def put(self, vectors: Mapping[str, bytes]) -> None:
        """See `VectorStore.put`."""
        Embedding.objects.bulk_create(
            (
                Embedding(organization_id=self._organization_id, model=self._model, digest=digest, vector=vector)
                for digest, vector in vectors.items()
            ),
            ignore_conflicts=True,
        )


def embedder_for(organization_id: UUID) -> Embedder | None:
    """What embeds texts of an organization here; None without the extra `embeddings`."""
    return Embedder(DatabaseStore(organization_id), DatabaseStore(None)) if available() else None
