"""What every provider of a language model looks like to Mizan: one question in, one typed answer or one typed error out."""

from __future__ import annotations

import re
from typing import Any, ClassVar, Protocol

import msgspec

_KEY = re.compile(r"\b(?:sk|pk|key|bearer)[-_ ][\w*.\-]{4,}", re.IGNORECASE)


class Message(msgspec.Struct, frozen=True):
    """One turn of a conversation. `role` is "system", "user" or "assistant"."""

    role: str
    content: str


class ChatRequest(msgspec.Struct, frozen=True):
    """One question. `schema` is the JSON Schema of the wanted object; `max_tokens` bounds the reply."""

    messages: tuple[Message, ...]
    schema_name: str
    schema: dict[str, Any]
    max_tokens: int
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


class TooLong(ProviderError):
    """The question does not fit the model's context."""

    code = "llm.too-long"
    splits = True


class Refused(ProviderError):
    """The provider or the model will not answer this question."""

    code = "llm.refused"


class Unauthorized(ProviderError):
    """The key is missing, wrong, or not allowed to use the model."""

    code = "llm.unauthorized"


class OutOfCredit(ProviderError):
    """The account at the provider has no money or quota left."""

    code = "llm.out-of-credit"


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


def estimated_tokens(text: str) -> int:
    """A careful (high) guess of the tokens in `text`, for providers that do not count and for limits before a call."""
    return len(text.encode("utf-8", "replace")) // 3 + 1
