"""A provider for tests: `python -m llm.testing.provider` serves `/v1/chat/completions` on a loopback port of its own.

It speaks the real protocol (whole and streamed answers, tools, strict JSON schemas, usage with cached tokens, several models
and keys) and answers honestly (`answers.py`, `talk.py`) unless told otherwise (`faults.py`, `hostile.py`). `POST /control`
forgets what was counted and takes, all optional:

    {"faults": [{"fault": "429", "times": 2, "when": "words", "prompt": "summary", "seconds": 1, "to": "http://…"}],
     "turns": [{"calls": [{"name": "sum_items", "arguments": {}}]}, {"text": "That makes 12."}],
     "models": ["small", "large"], "keys": {"sk-a": {"limit": 5, "seconds": 60}, "sk-b": {"status": 402}},
     "delay": 0.1, "keep_bodies": true}

`turns` are what it says in a conversation since the person last spoke. `GET /control` gives the counts. A model called
`faulty:500` always shows that fault. The process ends with its standard input.
"""

from __future__ import annotations

import argparse
import json
import os
import select
import socket
import struct
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from llm.testing import faults
from llm.testing.hostile import EVIL
from llm.testing.schemas import NAME, refused_schema
from llm.testing.script import Script
from llm.testing.talk import chunks, spoken, whole

SCRIPT = Script()
ENDLESS = 5_000_000


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
            names = SCRIPT.models or ["played"]
            self._send(200, {"object": "list", "data": [{"id": name, "object": "model"} for name in names]})
        else:
            self._send(404, {"error": {"message": "not found"}})

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers.get("Content-Length") or 0)))
        if self.path == "/control":
            try:
                SCRIPT.reset(body)
            except (ValueError, TypeError) as error:
                self._send(400, {"error": str(error)})
                return
            self._send(200, {})
        elif self.path.endswith("/chat/completions"):
            self._chat(body)
        else:
            self._send(404, {"error": {"message": "not found"}})

    def _chat(self, body: dict[str, Any]) -> None:
        rule = SCRIPT.fault_for(body)
        with SCRIPT.lock:
            SCRIPT.busy += 1
            SCRIPT.most_busy = max(SCRIPT.most_busy, SCRIPT.busy)
        try:
            time.sleep(SCRIPT.delay)
            if not self._refused(body, rule):
                self._answer(body, rule.get("fault", ""), float(rule.get("seconds", 2)))
        except OSError:  # the caller was tired of waiting, or has stopped us
            self.close_connection = True
        finally:
            with SCRIPT.lock:
                SCRIPT.busy -= 1

    def _refused(self, body: dict[str, Any], rule: dict[str, Any]) -> bool:
        """Send what a call meets before any model sees it; False when nothing stands in its way."""
        fault = rule.get("fault", "")
        status, wait = SCRIPT.refused_key(self.headers.get("Authorization", ""))
        said = faults.refused_by_dialect(fault, body) or _malformed(body)
        if status:
            named = faults.STATUSES.get(str(status), (status, "Not with this key"))[1]
            self._send_error(status, named, {"Retry-After": str(wait)} if wait else {})
        elif SCRIPT.models and body["model"] not in SCRIPT.models:
            self._send_error(404, "The model does not exist")
        elif said:
            self._send_error(400, said)
        elif fault == "no-tools-500" and "tools" in body:
            self._send_error(500, "tools param requires --jinja flag")
        elif fault in faults.STATUSES:
            status, said = faults.STATUSES[fault]
            self._send_error(status, said, {"Retry-After": str(rule["seconds"])} if "seconds" in rule else {})
        elif fault == "redirect":
            self._send_raw(307, b"", {"Location": str(rule.get("to", EVIL))})
        elif fault == "reset":
            self._reset()
        else:
            return False
        return True

    def _answer(self, body: dict[str, Any], fault: str, seconds: float) -> None:
        if fault == "not-json-body":
            self._send_raw(200, b"<html>upstream said 502</html>")
            return
        if fault == "error-body":
            self._send(200, {"error": {"message": "upstream overloaded", "code": 503}})
            return
        answer = spoken(body, fault, SCRIPT.turns)
        usage = SCRIPT.usage(body, answer.written)
        if fault == "absurd-usage":
            usage["prompt_tokens"] = 10**24
        if body.get("stream") and fault != "whole-body":
            self._stream(chunks(body, answer, usage, fault), fault, seconds)
        elif fault == "drip":
            self._drip(json.dumps(whole(body, answer, usage, fault)).encode(), seconds)
        else:
            if fault == "slow":
                time.sleep(seconds)
            self._send(200, whole(body, answer, usage, fault))

    def _stream(self, parts: list[dict[str, Any]], fault: str, seconds: float) -> None:
        """Server-sent events, one HTTP chunk each; faults strike in the middle."""
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        self._chunk(b": the model is warming up\n\n")
        middle = len(parts) // 2
        for place, part in enumerate(parts):
            if place == middle and self._strikes(fault, seconds):
                return
            self._event(json.dumps(part, ensure_ascii=False), split=fault == "split-bytes")
            if fault == "drip":
                self._wait(0.05)
        if fault != "no-done":
            self._event("[DONE]")
        if fault == "no-end":
            self._wait(seconds)
        self._chunk(b"")

    def _strikes(self, fault: str, seconds: float) -> bool:
        """What goes wrong in the middle of a stream; True when that was its end."""
        if fault == "stream-reset":
            time.sleep(0.1)  # what was sent is read before the reset takes it away
            self._reset()
        elif fault == "stream-ends":
            self._chunk(b"")
        elif fault == "stream-error":
            self._event(json.dumps({"error": {"message": "upstream overloaded", "code": 503}}))
            self._chunk(b"")
        elif fault == "stream-garbage":
            self._event('{"choices": [{"delta": {"content": ')
        elif fault == "stream-endless":
            piece = b"data: " + b" " * 65_536
            for _ in range(ENDLESS // len(piece)):
                self._chunk(piece)
        elif fault in ("stream-stalls", "slow"):
            self._wait(seconds)
            return False
        else:
            return False
        return True

    def _event(self, data: str, *, split: bool = False) -> None:
        event = f"data: {data}\n\n".encode()
        step = 7 if split else len(event)
        for start in range(0, len(event), step):
            self._chunk(event[start : start + step])

    def _chunk(self, data: bytes) -> None:
        self.wfile.write(f"{len(data):x}\r\n".encode() + data + b"\r\n")
        self.wfile.flush()

    def _wait(self, seconds: float) -> None:
        """Wait, and notice a caller who goes away meanwhile."""
        readable, _, _ = select.select([self.connection], [], [], seconds)
        if readable and not self.connection.recv(1, socket.MSG_PEEK):
            with SCRIPT.lock:
                SCRIPT.cut += 1
            raise ConnectionResetError

    def _reset(self) -> None:
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.connection.close()
        self.close_connection = True

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

    def _send_error(self, status: int, said: str, headers: dict[str, str] | None = None) -> None:
        self._send(status, {"error": {"message": said, "type": "invalid_request_error"}}, headers)

    def _send(self, status: int, value: dict[str, Any], headers: dict[str, str] | None = None) -> None:
        self._send_raw(status, json.dumps(value).encode(), headers)

    def _send_raw(self, status: int, data: bytes, headers: dict[str, str] | None = None) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(data)
        self.wfile.flush()


def _malformed(body: dict[str, Any]) -> str:
    """What a real server says to a call that its protocol does not know; "" when all is well."""
    wanted = body.get("response_format", {}).get("json_schema")
    if wanted is not None and wanted.get("strict") and (fault := refused_schema(wanted.get("schema"))):
        return f"Invalid schema for response_format '{wanted.get('name')}': {fault}"
    functions = [tool.get("function", {}) for tool in body.get("tools", ())]
    for function in functions:
        fault = refused_schema(function.get("parameters")) if NAME.fullmatch(function.get("name", "")) else "bad name"
        if fault:
            return f"Invalid schema for function '{function.get('name')}': {fault}"
    if "tools" in body and not functions:
        return "[] is too short - 'tools'"
    if "stream_options" in body and not body.get("stream"):
        return "The 'stream_options' parameter is only allowed when 'stream' is enabled."
    return _unanswered(body["messages"])


def _unanswered(messages: list[dict[str, Any]]) -> str:
    """Every call of a tool is answered by a tool's turn right after it, and no tool speaks unasked."""
    owed: set[str] = set()
    for message in messages:
        if message["role"] == "tool":
            if message.get("tool_call_id") not in owed:
                return "messages with role 'tool' must be a response to a preceding message with 'tool_calls'"
            owed.discard(message["tool_call_id"])
            continue
        if owed:
            break
        owed = {call["id"] for call in message.get("tool_calls", ())}
    return "tool_calls must be followed by tool messages responding to each 'tool_call_id'" if owed else ""


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
