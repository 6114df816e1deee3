"""Any server that speaks OpenAI's chat protocol: Novita, OpenAI, Ollama, llama.cpp, vLLM and others.

The `openai` client makes the call and names the faults of the wire; the body is read here, with a limit of its own on
time and size, because servers differ most in what they put into a 200.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import msgspec

from llm.providers import base
from llm.providers.base import ChatReply, ChatRequest, Usage, estimated_tokens
from llm.providers.dialect import Dialect

if TYPE_CHECKING:  # the client takes most of a second to import: only a worker that calls a provider pays it
    import openai

REPLY_BYTES = 4_000_000
_TOO_LONG = re.compile(
    r"context.{0,20}(length|window|size)|too many tokens|prompt is too long|maximum.{0,12}tokens", re.I
)
_OUT_OF_CREDIT = re.compile(r"insufficient[_ ](quota|balance|credit)|not enough (balance|credit)|billing", re.I)


class _Answer(msgspec.Struct):
    content: str | None = None
    refusal: str | None = None


class _Choice(msgspec.Struct):
    message: _Answer | None = None
    finish_reason: str | None = None


class _Details(msgspec.Struct):
    cached_tokens: int | None = None


class _Usage(msgspec.Struct):
    prompt_tokens: int | None = None
    completion_tokens: int | None = None
    prompt_tokens_details: _Details | None = None


class _Body(msgspec.Struct):
    choices: list[_Choice] | None = None
    usage: _Usage | None = None
    model: str | None = None
    error: Any = None


class OpenAICompatible:
    """One model behind one address. `timeout_seconds` bounds a whole answer, its last byte included."""

    def __init__(
        self,
        *,
        base_url: str,
        api_key: str,
        model: str,
        timeout_seconds: float = 60,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.name = urlsplit(base_url).netloc.rpartition("@")[2]
        self.model = model
        self._base_url = base_url
        self._api_key = api_key
        self._timeout = timeout_seconds
        self._clock = clock
        self._dialect = Dialect()
        self._client: openai.OpenAI | None = None

    def complete(self, request: ChatRequest) -> ChatReply:
        """Ask once, in the richest dialect the server accepts. Raises a `ProviderError`."""
        import openai

        dialect = self._dialect.copy()
        while True:
            try:
                with _typed_errors():
                    raw = self._post(dialect.parameters(request, self.model))
            except (openai.BadRequestError, openai.UnprocessableEntityError) as error:
                if _TOO_LONG.search(error.message):
                    raise base.TooLong(error.message) from error
                if not dialect.learn(error.message):
                    raise base.Refused(error.message) from error
                continue
            self._dialect = dialect  # it worked: later questions start from here
            return _read(raw, request)

    def close(self) -> None:
        """Give the connections back."""
        if self._client is not None:
            self._client.close()
            self._client = None

    def _post(self, body: dict[str, Any]) -> bytes:
        deadline = self._clock() + self._timeout
        with self._connected().chat.completions.with_streaming_response.create(**body) as response:
            received = bytearray()
            for chunk in response.iter_bytes():
                received += chunk
                if len(received) > REPLY_BYTES:
                    raise base.BadReply("The reply is larger than any honest one.")
                if self._clock() > deadline:
                    raise base.TimedOut(f"No complete answer within {self._timeout:g} seconds.")
        return bytes(received)

    def _connected(self) -> openai.OpenAI:
        if self._client is None:
            import httpx2
            import openai

            patience = httpx2.Timeout(self._timeout, connect=min(10.0, self._timeout))
            # local servers want no key; the client insists on some text
            key = self._api_key or "none"
            self._client = openai.OpenAI(base_url=self._base_url, api_key=key, timeout=patience, max_retries=0)
        return self._client


@contextmanager
def _typed_errors() -> Iterator[None]:
    """The client's exceptions as ours; a refused request passes, for the dialect to learn from."""
    import httpx2
    import openai

    try:
        yield
    except (openai.BadRequestError, openai.UnprocessableEntityError):
        raise
    except (openai.APITimeoutError, httpx2.TimeoutException) as error:
        raise base.TimedOut(str(error)) from error
    except (openai.APIConnectionError, httpx2.HTTPError) as error:
        raise base.Unavailable(str(error)) from error
    except openai.APIStatusError as error:
        raise _status_error(error.status_code, error.message, error.response.headers.get("retry-after")) from error
    except openai.OpenAIError as error:
        raise base.Unavailable(str(error)) from error


def _status_error(status: int, said: str, retry_after: str | None = None) -> base.ProviderError:
    if status == 402 or (status in (403, 429) and _OUT_OF_CREDIT.search(said)):
        return base.OutOfCredit(said)
    if status == 429:
        return base.RateLimited(said, retry_after=_seconds(retry_after))
    if status in (401, 403):
        return base.Unauthorized(said)
    if status == 408:
        return base.TimedOut(said)
    if status == 413 or (status == 400 and _TOO_LONG.search(said)):
        return base.TooLong(said)
    return base.Unavailable(said) if status >= 500 or status == 409 else base.Refused(said)


def _seconds(retry_after: str | None) -> float | None:
    """`Retry-After` in seconds; the form with a date is rare, and reads as not said."""
    try:
        seconds = float(retry_after or "")
    except ValueError:
        return None
    return seconds if 0 <= seconds < 86_400 else None


def _read(raw: bytes, request: ChatRequest) -> ChatReply:
    """The answer inside a 200. Raises Truncated, BadReply, Refused, or whatever an error body in a 200 says."""
    try:
        body = msgspec.json.decode(raw, type=_Body, strict=False)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise base.BadReply(f"The provider did not answer in its protocol: {error}") from error
    if body.error:
        raise _error_in_body(body.error)
    usage = _usage(body.usage, request, raw)
    if not body.choices or body.choices[0].message is None:
        raise base.BadReply("The reply holds no choice.", usage=usage)
    choice = body.choices[0]
    answer = choice.message or _Answer()
    if choice.finish_reason == "length":
        raise base.Truncated("The reply stopped at the token limit.", usage=usage, text=answer.content or "")
    if answer.refusal or choice.finish_reason == "content_filter":
        raise base.Refused(answer.refusal or "The provider's content filter stopped the reply.", usage=usage)
    if not (answer.content or "").strip():
        raise base.BadReply("The reply is empty.", usage=usage)
    return ChatReply(text=answer.content or "", usage=usage, model=body.model or "")


def _error_in_body(error: object) -> base.ProviderError:
    """The typed error for `{"error": …}` sent with status 200, as some gateways do."""
    facts = error if isinstance(error, dict) else {"message": error}
    said = str(facts.get("message") or facts)
    code = str(facts.get("code") or facts.get("status") or "")
    return _status_error(int(code), said) if re.fullmatch(r"[45]\d\d", code) else base.Unavailable(said)


def _usage(stated: _Usage | None, request: ChatRequest, raw: bytes) -> Usage:
    """What the provider counted; a careful guess where it did not, or counted nonsense."""
    sent, received = (stated.prompt_tokens or 0, stated.completion_tokens or 0) if stated else (0, 0)
    if stated and sent > 0 and received >= 0:
        cached = stated.prompt_tokens_details.cached_tokens if stated.prompt_tokens_details else None
        return Usage(sent, received, min(max(0, cached or 0), sent))
    asked = sum(estimated_tokens(message.content) for message in request.messages)
    return Usage(asked, min(len(raw) // 3 + 1, request.max_tokens), estimated=True)
