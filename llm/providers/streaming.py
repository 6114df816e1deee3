"""An answer that comes in pieces: server-sent events taken apart, calls of tools put together, the end checked.

A server that ignores `stream` and sends one whole body is understood as well.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator
from typing import Any

import msgspec

from llm.plain import plain
from llm.providers import base
from llm.providers.base import Conversation, Delta, ToolCall, Usage, asked_tokens
from llm.providers.bodies import Body, Choice, Counted, Fragment, Said, body_of, keepable, usage_of
from llm.providers.wire import Call, Stopped

CALLS = 32
_DONE = b"[DONE]"


def events(chunks: Iterator[bytes]) -> Iterator[bytes]:
    """The data of server-sent events in `chunks`; a body that is no such stream but a JSON object is one event."""
    buffer = bytearray()
    searched = 0
    data: list[bytes] = []
    for chunk in chunks:
        buffer += chunk
        while (end := buffer.find(b"\n", searched)) >= 0:
            line = bytes(buffer[:end]).rstrip(b"\r")
            del buffer[: end + 1]
            searched = 0
            if line.startswith(b"data:"):
                data.append(line[5:].removeprefix(b" "))
            elif line.startswith(b"{") and not data:
                buffer[:0] = line  # a whole body: it is read to its end
                searched = len(buffer)
                yield from _whole(buffer, chunks)
                return
            elif not line and data:
                yield b"\n".join(data)
                data = []
        searched = len(buffer)
    rest = bytes(buffer).strip()
    if rest.startswith(b"data:"):
        data.append(rest[5:].strip())
    elif rest.startswith(b"{") and not data:
        data.append(rest)
    if data:
        yield b"\n".join(data)


def _whole(start: bytearray, chunks: Iterator[bytes]) -> Iterator[bytes]:
    for chunk in chunks:
        start += chunk
    yield bytes(start)


class _Fragments:
    """One call of a tool while its fragments come."""

    def __init__(self, identity: str) -> None:
        self.id, self.name, self.text = identity, "", ""
        self.given: dict[str, Any] | None = None

    def take(self, fragment: Fragment) -> None:
        function = fragment.function
        if function is None:
            return
        self.name = self.name or function.name or ""
        if isinstance(function.arguments, dict):
            self.given = function.arguments
        else:
            self.text += function.arguments or ""


class Assembly:
    """What has come of one answer so far. `begun` once the server has answered anything in its protocol."""

    def __init__(self, request: Conversation) -> None:
        self._tools = frozenset(tool.name for tool in request.tools)
        self._asked = asked_tokens(request.messages)
        self._most = request.max_tokens
        self._stated: Counted | None = None
        self._bytes = self._pieces = 0
        self.begun = False
        self._refusal = ""
        self._calls: list[_Fragments] = []
        self._by_index: dict[int, _Fragments] = {}
        self._finish = ""
        self._model = ""

    @property
    def usage(self) -> Usage:
        """What was paid so far; nothing while nothing has come."""
        if not self.begun:
            return Usage()
        received = max(self._bytes, 3 * self._pieces)  # a piece is a token at least
        return usage_of(self._stated, asked=self._asked, received=received, most=self._most)

    @property
    def finished(self) -> bool:
        """True when the answer is complete, though its usage may still follow."""
        return bool(self._finish)

    @property
    def counted(self) -> bool:
        """True when the provider has said what the answer cost."""
        return self._stated is not None

    def take(self, body: Body) -> str:
        """The text that `body` adds."""
        self.begun = True
        self._model = plain(body.model or "", 128) or self._model
        self._stated = body.usage or self._stated
        choice = next((one for one in body.choices or () if not one.index), None)  # a second answer was not asked for
        return self._take(choice) if choice is not None and not self._finish else ""

    def done(self) -> None:
        """The server says that this was all: some never say why they stopped."""
        self._finish = self._finish or "stop"

    def _take(self, choice: Choice) -> str:
        said = choice.delta or choice.message or Said()
        self._refusal += said.refusal or ""
        for fragment in said.tool_calls or ():
            self._fragment(fragment)
        self._finish = choice.finish_reason or ""
        text = keepable(said.content or "")
        self._pieces += 1
        self._bytes += len(text.encode("utf-8", "replace"))
        return text

    def _fragment(self, fragment: Fragment) -> None:
        """Fragments of one call share an index; servers without one send calls whole, each with its id."""
        known = self._by_index.get(fragment.index or 0)
        if known is None or (fragment.id and fragment.id != known.id):
            if len(self._calls) == CALLS:
                raise base.BadReply(f"The reply calls more than {CALLS} tools.", usage=self.usage)
            known = _Fragments(fragment.id or f"call_{len(self._calls) + 1}")
            self._calls.append(known)
            self._by_index[fragment.index or 0] = known
        known.take(fragment)
        if fragment.function is not None and isinstance(fragment.function.arguments, str):
            self._bytes += len(fragment.function.arguments)

    def end(self, text: str) -> Delta:
        """The last delta of an answer that said `text`. Raises Truncated, Refused, BadReply, BadCall, Unavailable."""
        usage = self.usage
        if not self._finish:
            raise base.Unavailable("The reply broke off.", usage=usage)
        if self._finish == "length":
            raise base.Truncated("The reply stopped at the token limit.", usage=usage, text=text)
        if self._refusal or self._finish == "content_filter":
            raise base.Refused(self._refusal or "The provider's content filter stopped the reply.", usage=usage)
        calls = tuple(self._checked(call) for call in self._calls)
        if not calls and not text.strip():
            raise base.BadReply("The reply is empty.", usage=usage)
        return Delta(finish="calls" if calls else "stop", calls=calls, usage=usage, model=self._model)

    def _checked(self, call: _Fragments) -> ToolCall:
        if call.name not in self._tools:
            raise base.BadCall("The model called a tool that does not exist.", usage=self.usage, name=call.name[:64])
        arguments = call.given if call.given is not None else self._decoded(call)
        if b"\\u0000" in msgspec.json.encode(arguments):
            said = f"The arguments of {call.name} hold what no text of a bill can hold."
            raise base.BadCall(said, usage=self.usage, name=call.name)
        return ToolCall(call.id, call.name, arguments)

    def _decoded(self, call: _Fragments) -> dict[str, Any]:
        try:
            return msgspec.json.decode(call.text or "{}", type=dict[str, Any])
        except (msgspec.DecodeError, UnicodeError, RecursionError) as error:
            said = f"The arguments of {call.name} are no JSON object: {error}"
            raise base.BadCall(said, usage=self.usage, text=call.text[:2_000], name=call.name) from error


def deltas(chunks: Iterator[bytes], assembly: Assembly) -> Iterator[Delta]:
    """The deltas of a reply whose bytes are `chunks`. Raises a `ProviderError`, which knows what was paid."""
    said: list[str] = []
    try:
        for data in events(chunks):
            if data.strip() == _DONE:
                assembly.done()
                break
            text = assembly.take(body_of(data))
            if text:
                said.append(text)
                yield Delta(text=text)
            if assembly.finished and assembly.counted:
                break  # nothing more is owed, whether the server says so or not
        if not assembly.begun:
            raise base.BadReply("The provider did not answer in its protocol.")
    except base.ProviderError as error:
        if not assembly.finished or not error.retryable:
            error.usage = assembly.usage
            raise
    yield assembly.end("".join(said))


class ChatStream:
    """See `base.Stream`. `pieces` makes the call `call` when it is first asked for a delta."""

    def __init__(self, call: Call, assembly: Assembly, pieces: Generator[Delta, None, None]) -> None:
        self._call, self._assembly, self._pieces = call, assembly, pieces

    @property
    def usage(self) -> Usage:
        return self._assembly.usage

    def __iter__(self) -> Iterator[Delta]:
        return self

    def __next__(self) -> Delta:
        try:
            return next(self._pieces)
        except Stopped:
            raise StopIteration from None

    def stop(self) -> None:
        self._call.stop()

    def close(self) -> None:
        self._call.stop()
        self._pieces.close()

    def __enter__(self) -> ChatStream:
        return self

    def __exit__(self, *_what: object) -> None:
        self.close()
