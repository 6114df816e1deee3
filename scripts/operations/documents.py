"""Small sealed documents of the store: lists of files, facts of backups."""

from __future__ import annotations

import io
import json
from typing import Any

from scripts.operations.sealing import Sealer
from scripts.operations.stores import Store


def save_json(store: Store, sealer: Sealer, name: str, value: Any) -> bool:
    """Seal a document into the store; False when its name is taken."""
    text = json.dumps(value, separators=(",", ":")).encode()
    return store.put(name, lambda target: sealer.seal(io.BytesIO(text), target, name))


def load_json(store: Store, sealer: Sealer, name: str) -> Any:
    """A document of the store. Raises FileNotFoundError, or NotGenuine when it was not sealed under this name."""
    with store.open(name) as file:
        return json.loads(b"".join(sealer.open(file, name)))
