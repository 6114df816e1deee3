"""A text is embedded once; vectors are kept as small floats under the model and the digest of the text."""

from __future__ import annotations

import numpy as np

from llm.offline.embeddings import LENGTH, SIZE, Embedder, MemoryStore, digest


def test_equal_texts_are_embedded_once(model):
    embedder = Embedder()
    rows = embedder.vectors(["Concrete wall", "Block  wall", "Concrete\nwall"])
    assert rows.shape == (3, SIZE)
    assert np.allclose(rows[0], rows[2])
    assert model.asked == ["Concrete wall", "Block wall"]
    embedder.vectors(["Block wall", "Steel door"])
    assert model.asked == ["Concrete wall", "Block wall", "Steel door"]
    assert embedder.embedded == 3


def test_vectors_outlive_the_embedder_that_made_them(model):
    store = MemoryStore()
    first = Embedder(store).vectors(["Concrete wall"])
    again = Embedder(store).vectors(["Concrete wall"])
    assert np.array_equal(first, again)
    assert len(model.asked) == 1
    assert len(store.get([digest("Concrete wall")])[digest("Concrete wall")]) == 2 * SIZE


def test_texts_of_mizan_are_kept_apart_from_those_of_a_bill(model):
    own, theirs = MemoryStore(), MemoryStore()
    embedder = Embedder(theirs, own)
    embedder.own_vectors(["Turf laying"])
    embedder.vectors(["Concrete wall"])
    assert own.get([digest("Turf laying")])
    assert not theirs.get([digest("Turf laying")])
    assert not own.get([digest("Concrete wall")])


def test_long_texts_are_cut_and_nothing_gives_nothing(model):
    embedder = Embedder()
    embedder.vectors(["x" * 5_000])
    assert model.asked == ["x" * LENGTH]
    assert embedder.vectors([]).shape == (0, SIZE)


def test_the_caller_is_heard_between_batches(model):
    beats = []
    Embedder(batch=2).vectors([f"wall {word}" for word in "abcde"], lambda: beats.append(1))
    assert len(beats) == 3
