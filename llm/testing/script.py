"""What the playing provider is told to do, what it was asked, and what it remembers of earlier prompts."""

from __future__ import annotations

import hashlib
import threading
import time
from collections import Counter, deque
from typing import Any

from llm.testing import faults
from llm.testing.answers import wanted

BLOCK = 256  # characters of a prompt that are cached together: 64 tokens
TOKEN = 4  # characters of a token
REMEMBERED = 50_000


class Key:
    """One key of an account: how many calls it may make in so many seconds, or the status that it always gets."""

    def __init__(self, *, limit: int = 0, seconds: float = 60, status: int = 0) -> None:
        self.limit, self.seconds, self.status = limit, seconds, status
        self.calls = 0
        self._recent: deque[float] = deque()

    def refused(self, now: float) -> tuple[int, float]:
        """The status that a call with this key gets, 0 when it may go, and the seconds to wait."""
        self.calls += 1
        while self._recent and self._recent[0] <= now - self.seconds:
            self._recent.popleft()
        if self.status:
            return self.status, 0
        if self.limit and len(self._recent) >= self.limit:
            return 429, round(self._recent[0] + self.seconds - now, 2)
        self._recent.append(now)
        return 0, 0


class Script:
    """What to do wrong next, and what was asked so far. Safe in threads."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.reset({})

    def reset(self, told: dict[str, Any]) -> None:
        """Take new rules; forget the counts, the cache of prompts and the limits. See `provider.py` for what can be told."""
        rules = told.get("faults", [])
        unknown = {rule["fault"] for rule in rules} - set(faults.NAMES)
        if unknown:
            raise ValueError(f"unknown faults: {sorted(unknown)}")
        with self.lock:
            self.rules = rules
            self.keep_bodies: bool = told.get("keep_bodies", False)
            self.delay: float = told.get("delay", 0)
            self.turns: list[dict[str, Any]] = told.get("turns", [])
            self.models: list[str] = told.get("models", [])
            self.keys = {name: Key(**facts) for name, facts in told.get("keys", {}).items()}
            self.calls: Counter[str] = Counter()
            self.bodies: list[dict[str, Any]] = []
            self.busy = self.most_busy = self.cut = 0
            self._blocks: dict[str, None] = {}

    def refused_key(self, authorization: str) -> tuple[int, float]:
        """The status that the key of a call gets, 0 when it may go, and the seconds to wait."""
        if not self.keys:
            return 0, 0
        with self.lock:
            key = self.keys.get(authorization.removeprefix("Bearer ").strip())
            return key.refused(time.monotonic()) if key else (401, 0)

    def fault_for(self, body: dict[str, Any]) -> dict[str, Any]:
        """The rule that this call meets, used up by one; an empty one for an honest answer."""
        if body["model"].startswith("faulty:"):
            return {"fault": body["model"].removeprefix("faulty:")}
        said = "\n".join(message.get("content") or "" for message in body["messages"])
        asked = wanted(body)
        with self.lock:
            self.calls[asked] += 1
            if self.keep_bodies:
                self.bodies.append(body)
            for rule in self.rules:
                if rule.get("times", 1) != 0 and rule.get("when", "") in said and rule.get("prompt", asked) == asked:
                    rule["times"] = rule.get("times", 1) - 1
                    met: dict[str, Any] = rule
                    return met
        return {}

    def usage(self, body: dict[str, Any], answer: str) -> dict[str, Any]:
        """Tokens of a call; the longest beginning of the prompt that was sent before counts as cached."""
        prompt = "\x1e".join(f"{turn['role']}:{turn.get('content') or ''}" for turn in body["messages"])
        sent, received = len(prompt) // TOKEN + 1, len(answer) // TOKEN + 1
        return {
            "prompt_tokens": sent,
            "completion_tokens": received,
            "total_tokens": sent + received,
            "prompt_tokens_details": {"cached_tokens": self._cached(body["model"], prompt) * BLOCK // TOKEN},
        }

    def _cached(self, model: str, prompt: str) -> int:
        """How many leading blocks of `prompt` were seen before; it is remembered from now on."""
        running = hashlib.blake2b(model.encode(), digest_size=16)
        known, going = 0, True
        with self.lock:
            for start in range(0, len(prompt) - BLOCK + 1, BLOCK):
                running.update(prompt[start : start + BLOCK].encode("utf-8", "replace"))
                block = running.hexdigest()
                going = going and block in self._blocks
                known += going
                self._blocks[block] = None
            while len(self._blocks) > REMEMBERED:
                del self._blocks[next(iter(self._blocks))]
        return known

    def counts(self) -> dict[str, Any]:
        """The counts as JSON."""
        with self.lock:
            return {
                "calls": sum(self.calls.values()),
                "prompts": self.calls,
                "keys": {name: key.calls for name, key in self.keys.items()},
                "bodies": self.bodies,
                "most_busy": self.most_busy,
                "cut": self.cut,
            }
