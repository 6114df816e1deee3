"""Starting the playing provider from a test or a benchmark, and talking to it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from types import TracebackType
from typing import Any
from urllib.request import ProxyHandler, Request, build_opener

ROOT = Path(__file__).resolve().parent.parent.parent
_OPEN = build_opener(ProxyHandler({}))


class PlayedProvider:
    """The provider's process, as a context manager. `base_url` is what goes into `LLM_BASE_URL`."""

    def __enter__(self) -> PlayedProvider:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "llm.testing.provider"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT
        )
        assert self._process.stdout is not None
        self.address = f"http://127.0.0.1:{int(self._process.stdout.readline())}"
        self.base_url = f"{self.address}/v1"
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.kill()
        self._process.communicate()

    def play(self, *rules: dict[str, Any], **told: Any) -> None:
        """Take new rules (`{"fault": name, "times": n, "when": text, "prompt": name, "seconds": s}`) and forget the counts.

        `told` may hold `turns`, `models`, `keys`, `delay`, `keep_bodies`: see `provider.py`.
        """
        self._talk({"faults": list(rules), **told})

    def counts(self) -> dict[str, Any]:
        """`calls` in all and by `prompts` and `keys`, `bodies` where kept, `most_busy` at once, connections `cut` by the caller."""
        return self._talk(None)

    def _talk(self, body: dict[str, Any] | None) -> dict[str, Any]:
        data = None if body is None else json.dumps(body).encode()
        with _OPEN.open(Request(f"{self.address}/control", data=data), timeout=10) as response:  # noqa: S310 - loopback
            told: dict[str, Any] = json.load(response)
        return told
