"""Sentence vectors kept in a file between runs, so that a measurement is repeated in seconds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from llm.offline.embeddings import SIZE

_ROW = 32 + 2 * SIZE


class FileStore:
    """Digest and vector one after another; what was cut off at the end of the file is left alone."""

    def __init__(self, path: Path) -> None:
        self._path = path
        data = path.read_bytes() if path.exists() else b""
        rows = (data[start : start + _ROW] for start in range(0, len(data) - _ROW + 1, _ROW))
        self._kept = {row[:32].hex(): row[32:] for row in rows}

    def get(self, digests: Sequence[str]) -> Mapping[str, bytes]:
        return {digest: self._kept[digest] for digest in digests if digest in self._kept}

    def put(self, vectors: Mapping[str, bytes]) -> None:
        self._kept.update(vectors)
        with self._path.open("ab") as file:
            for digest, vector in vectors.items():
                file.write(bytes.fromhex(digest) + vector)
