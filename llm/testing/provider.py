"""A provider for tests: `python -m llm.testing.provider` serves `/v1/chat/completions` on a loopback port of its own.

It answers honestly (`answers.py`) unless told otherwise (`faults.py`). `POST /control` takes
`{"faults": [{"fault": "429", "times": 2, "when": "words of the bill", "seconds": 1}]}` and forgets what was counted;
`GET /control` gives the counts. A model called `faulty:500` always shows that fault. The process ends with its standard input.
"""

from __future__ import annotations

import argparse
import json
import os
import socket
import struct
import sys
import threading
import time
from collections import Counter
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from llm.testing import faults
from llm.testing.answers import honest, wanted


class Script:
    """What to do wrong next, and what was asked so far."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.reset([], keep_bodies=False, delay=0)

    def reset(self, rules: list[dict[str, Any]], *, keep_bodies: bool, delay: float) -> None:
        """Take new rules; forget the counts."""
        unknown = {rule["fault"] for rule in rules} - set(faults.NAMES)
        if unknown:
            raise ValueError(f"unknown faults: {sorted(unknown)}")
        with self.lock:
            self.rules, self.keep_bodies, self.delay = rules, keep_bodies, delay
            self.calls: Counter[str] = Counter()
            self.bodies: list[dict[str, Any]] = []
            self.busy = self.most_busy = 0

    def fault_for(self, body: dict[str, Any]) -> dict[str, Any]:
        """The rule that this call meets, used up by one; an empty one for an honest answer."""
        said = "\n".join(message["content"] for message in body["messages"])
        if body["model"].startswith("faulty:"):
            return {"fault": body["model"].removeprefix("faulty:")}
        with self.lock:
            self.calls[wanted(body)] += 1
            if self.keep_bodies:
                self.bodies.append(body)
            for rule in self.rules:
                if (
                    rule.get("times", 1) != 0
                    and rule.get("when", "") in said
                    and rule.get("prompt", wanted(body)) == wanted(body)
                ):
                    rule["times"] = rule.get("times", 1) - 1
                    return rule
        return {}

    def counts(self) -> dict[str, Any]:
        """The counts as JSON."""
        with self.lock:
            return {
                "calls": sum(self.calls.values()),
                "prompts": self.calls,
                "bodies": self.bodies,
                "most_busy": self.most_busy,
            }


SCRIPT = Script()


class Handler(BaseHTTPRequestHandler):
    """One connection. Answers are sent in one piece, or a benchmark would measure Nagle's algorithm."""

    protocol_version = "HTTP/1.1"
    wbufsize = 1 << 16
    disable_nagle_algorithm = True

    def log_message(self, format: str, *args: object) -> None:
        """Quiet."""

    def do_GET(self) -> None:
        if self.path == "/control":
            self._send(200, SCRIPT.counts())
        elif self.path.endswith("/models"):
            self._send(200, {"object": "list", "data": [{"id": "played", "object": "model"}]})
        else:
            self._send(404, {"error": {"message": "not found"}})

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers.get("Content-Length") or 0)))
        if self.path == "/control":
            try:
                SCRIPT.reset(
                    body.get("faults", []), keep_bodies=body.get("keep_bodies", False), delay=body.get("delay", 0)
                )
            except ValueError as error:
                self._send(400, {"error": str(error)})
                return
            self._send(200, {})
        elif self.path.endswith("/chat/completions"):
            self._chat(body)
        else:
            self._send(404, {"error": {"message": "not found"}})

    def _chat(self, body: dict[str, Any]) -> None:
        rule = SCRIPT.fault_for(body)
        fault = rule.get("fault", "")
        with SCRIPT.lock:
            SCRIPT.busy += 1
            SCRIPT.most_busy = max(SCRIPT.most_busy, SCRIPT.busy)
        try:
            time.sleep(SCRIPT.delay)
            refusal = faults.refused_by_dialect(fault, body)
            if refusal:
                self._send(400, {"error": {"message": refusal, "type": "invalid_request_error"}})
            elif fault in faults.STATUSES:
                status, said = faults.STATUSES[fault]
                headers = {"Retry-After": str(rule["seconds"])} if "seconds" in rule else {}
                self._send(status, {"error": {"message": said, "type": fault}}, headers)
            elif fault == "reset":
                self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                self.connection.close()
                self.close_connection = True
            else:
                self._answer(body, fault, float(rule.get("seconds", 2)))
        finally:
            with SCRIPT.lock:
                SCRIPT.busy -= 1

    def _answer(self, body: dict[str, Any], fault: str, seconds: float) -> None:
        if fault == "not-json-body":
            self._send_raw(200, b"<html>upstream said 502</html>")
        elif fault == "error-body":
            self._send(200, {"error": {"message": "upstream overloaded", "code": 503}})
        elif fault == "drip":
            self._drip(json.dumps(completion(body, fault)).encode(), seconds)
        else:
            if fault == "slow":
                time.sleep(seconds)
            self._send(200, completion(body, fault))

    def _drip(self, data: bytes, seconds: float) -> None:
        """One byte every now and then: each read succeeds, the answer never ends in time."""
        self.send_response(200)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        for byte in data[: int(seconds / 0.05)]:
            self.wfile.write(bytes([byte]))
            self.wfile.flush()
            time.sleep(0.05)
        self.close_connection = True

    def _send(self, status: int, value: dict[str, Any], headers: dict[str, str] | None = None) -> None:
        self._send_raw(status, json.dumps(value).encode(), headers)

    def _send_raw(self, status: int, data: bytes, headers: dict[str, str] | None = None) -> None:
        try:
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(data)))
            for name, value in (headers or {}).items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(data)
            self.wfile.flush()
        except OSError:  # the caller was tired of waiting
            self.close_connection = True


def completion(body: dict[str, Any], fault: str) -> dict[str, Any]:
    """A chat completion, honest or spoilt."""
    text = faults.spoil_text(fault, faults.spoil_claims(fault, honest(body)))
    message: dict[str, Any] = {"role": "assistant", "content": None if fault == "refusal" else text}
    if fault == "refusal":
        message["refusal"] = "I cannot help with that."
    reason = "length" if fault == "truncated" else "stop"
    sent = sum(len(turn["content"]) for turn in body["messages"]) // 4
    reply: dict[str, Any] = {
        "id": "chatcmpl-played",
        "object": "chat.completion",
        "created": 0,
        "model": body["model"],
        "choices": [] if fault == "empty-choices" else [{"index": 0, "message": message, "finish_reason": reason}],
        "usage": {"prompt_tokens": sent, "completion_tokens": len(text) // 4, "total_tokens": sent + len(text) // 4},
    }
    if fault == "no-usage":
        del reply["usage"]
    return reply


class Server(ThreadingHTTPServer):
    """Accepts many at once and does not wait for the slow when it ends."""

    daemon_threads = True
    request_queue_size = 128

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A connection broken on purpose or by a tired caller is no news."""


def _end_with_parent() -> None:
    sys.stdin.buffer.read()
    os._exit(0)


def main() -> None:
    """Serve until standard input closes. The first line of output is the port."""
    parser = argparse.ArgumentParser(description="Play an OpenAI-compatible provider.")
    parser.add_argument("--port", type=int, default=0)
    server = Server(("127.0.0.1", parser.parse_args().port), Handler)
    sys.stdout.write(f"{server.server_address[1]}\n")
    sys.stdout.flush()
    threading.Thread(target=_end_with_parent, daemon=True).start()
    server.serve_forever()


if __name__ == "__main__":
    main()
