"""What every provider of a language model looks like to Mizan: one question in, one typed answer or one typed error out.

A question of an analysis is a `ChatRequest` and is answered whole; a `Conversation` is answered piece by piece, with tools.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, ClassVar, Protocol

import msgspec

_KEY = re.compile(r"\b(?:sk|pk|key|bearer)[-_ ][\w*.\-]{4,}", re.IGNORECASE)


class ToolCall(msgspec.Struct, frozen=True):
    """A tool that the model wants called: its name is one of those offered, its arguments are a JSON object, both checked."""

    id: str
    name: str
    arguments: dict[str, Any]


class Message(msgspec.Struct, frozen=True, omit_defaults=True):
    """One turn of a conversation. `role` is "system", "user", "assistant" or "tool".

    An assistant's turn may hold the calls it asked for; a tool's turn answers the call `call_id`.
    """

    role: str
    content: str
    calls: tuple[ToolCall, ...] = ()
    call_id: str = ""


class ChatRequest(msgspec.Struct, frozen=True):
    """One question. `schema` is the JSON Schema of the wanted object; `max_tokens` bounds the reply."""

    messages: tuple[Message, ...]
    schema_name: str
    schema: dict[str, Any]
    max_tokens: int
    temperature: float = 0.0
    seed: int = 7


class Tool(msgspec.Struct, frozen=True):
    """What the model may ask to be called. `schema` is the JSON Schema of the arguments, an object in the strict subset."""

    name: str
    description: str
    schema: dict[str, Any]


class Conversation(msgspec.Struct, frozen=True):
    """Turns to be answered in free text or by calls of `tools`. `max_tokens` bounds the reply."""

    messages: tuple[Message, ...]
    max_tokens: int
    tools: tuple[Tool, ...] = ()
    temperature: float = 0.0
    seed: int = 7


class Usage(msgspec.Struct, frozen=True):
    """Tokens paid for. `estimated` is true when the provider did not say and Mizan counted bytes."""

    input_tokens: int = 0
    output_tokens: int = 0
    cached_input_tokens: int = 0
    estimated: bool = False

    def __add__(self, other: Usage) -> Usage:
        return Usage(
            self.input_tokens + other.input_tokens,
            self.output_tokens + other.output_tokens,
            self.cached_input_tokens + other.cached_input_tokens,
            self.estimated or other.estimated,
        )


class ChatReply(msgspec.Struct, frozen=True):
    """One complete answer: its text as sent, what it cost, and the model that says it answered."""

    text: str
    usage: Usage
    model: str = ""


class Delta(msgspec.Struct, frozen=True):
    """A piece of an answer as it comes: some text, or the end. Only the last one has `finish`, `calls`, `usage` and `model`.

    `finish` is "stop" when the text is complete, "calls" when the model waits for what its calls of tools give.
    """

    text: str = ""
    finish: str = ""
    calls: tuple[ToolCall, ...] = ()
    usage: Usage | None = None
    model: str = ""


class ProviderError(Exception):
    """The provider gave no usable answer. `code` names why; `usage` is what was paid all the same.

    `retryable`: the same question may succeed a little later. `splits`: half the question may succeed.
    """

    code: ClassVar[str] = "llm.failed"
    retryable: ClassVar[bool] = False
    splits: ClassVar[bool] = False

    def __init__(self, detail: str = "", *, usage: Usage | None = None) -> None:
        super().__init__(self.code)  # logs show the code: what a provider says may quote keys and texts
        self.detail = _KEY.sub("[key]", detail[:500])
        self.usage = usage or Usage()


class RateLimited(ProviderError):
    """429. `retry_after` is in seconds, None when the provider did not say."""

    code = "llm.rate-limited"
    retryable = True

    def __init__(self, detail: str = "", *, retry_after: float | None = None) -> None:
        super().__init__(detail)
        self.retry_after = retry_after


class Unavailable(ProviderError):
    """The address cannot be reached, the connection broke, or the server failed (5xx)."""

    code = "llm.unavailable"
    retryable = True


class TimedOut(ProviderError):
    """No complete answer within the time allowed."""

    code = "llm.timed-out"
    retryable = True


class BadReply(ProviderError):
    """An answer came, and it is not the JSON that was asked for. `text` is what came."""

    code = "llm.invalid"

    def __init__(self, detail: str = "", *, usage: Usage | None = None, text: str = "") -> None:
        super().__init__(detail, usage=usage)
        self.text = text


class Truncated(BadReply):
    """The answer stopped at the token limit."""

    code = "llm.truncated"
    splits = True


class BadCall(BadReply):
    """The model called a tool that was not offered, or with arguments that are no JSON object.

    `name` is what it called; `text` are the arguments as they came.
    """

    code = "llm.invalid-call"

    def __init__(self, detail: str = "", *, usage: Usage | None = None, text: str = "", name: str = "") -> None:
        super().__init__(detail, usage=usage, text=text)
        self.name = name


class TooLong(ProviderError):
    """The question does not fit the model's context."""

    code = "llm.too-long"
    splits = True


class Refused(ProviderError):
    """The provider or the model will not answer this question."""

    code = "llm.refused"


class NoTools(Refused):
    """The model or its server cannot call tools."""

    code = "llm.no-tools"


class Unauthorized(ProviderError):
    """The key is missing, wrong, or not allowed to use the model."""

    code = "llm.unauthorized"


class OutOfCredit(ProviderError):
    """The account at the provider has no money or quota left."""

    code = "llm.out-of-credit"


class BadAddress(ProviderError):
    """The address leads to a network where questions may not go."""

    code = "llm.bad-address"


class Provider(Protocol):
    """One model at one address. Implementations are safe to call from several threads."""

    @property
    def name(self) -> str:
        """Where the question goes, without secrets: a host name."""
        ...

    @property
    def model(self) -> str:
        """The model asked."""
        ...

    def complete(self, request: ChatRequest) -> ChatReply:
        """Ask once. Raises a `ProviderError`; never retries by itself."""
        ...

    def close(self) -> None:
        """Give the connections back."""
        ...


class Stream(Protocol):
    """An answer on its way: iterate for its deltas. The first one makes the call; every step may raise a `ProviderError`."""

    @property
    def usage(self) -> Usage:
        """What was paid so far: estimated until the provider has said it."""
        ...

    def __iter__(self) -> Iterator[Delta]: ...

    def __next__(self) -> Delta: ...

    def stop(self) -> None:
        """End the call at once, from any thread: the connection is cut, and the iteration ends without an error."""
        ...

    def close(self) -> None:
        """`stop`, and give everything back. For the thread that iterates."""
        ...


class Talker(Provider, Protocol):
    """A provider that answers conversations piece by piece."""

    def stream(self, request: Conversation) -> Stream:
        """The answer to `request` as it comes; never retried by itself."""
        ...


def asked_tokens(messages: tuple[Message, ...]) -> int:
    """A careful (high) guess of the tokens in a conversation."""
    said = sum(estimated_tokens(message.content) for message in messages)
    called = (call for message in messages for call in message.calls)
    return said + sum(estimated_tokens(call.name) + len(msgspec.json.encode(call.arguments)) // 3 for call in called)


def estimated_tokens(text: str) -> int:
    """A careful (high) guess of the tokens in `text`, for providers that do not count and for limits before a call."""
    return len(text.encode("utf-8", "replace")) // 3 + 1
