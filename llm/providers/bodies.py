"""The shapes of what a server sends, taken apart leniently: servers differ most in what they put into a 200."""

from __future__ import annotations

from typing import Any

import msgspec

from llm.plain import plain
from llm.providers import base
from llm.providers.base import ChatReply, ChatRequest, Usage, asked_tokens
from llm.providers.wire import error_in_body

MOST_TOKENS = 50_000_000  # no call takes so many: who counts more counts nonsense


class Function(msgspec.Struct):
    """The function of a call of a tool, or a fragment of it. Some servers send the arguments as an object."""

    name: str | None = None
    arguments: str | dict[str, Any] | None = None


class Fragment(msgspec.Struct):
    """A call of a tool, whole or in part."""

    index: int | None = None
    id: str | None = None
    function: Function | None = None


class Said(msgspec.Struct):
    """A message, or the part of it that a chunk brings."""

    content: str | None = None
    refusal: str | None = None
    tool_calls: list[Fragment] | None = None


class Choice(msgspec.Struct):
    """One answer: a `message` in a whole reply, a `delta` in a chunk."""

    index: int | None = None
    message: Said | None = None
    delta: Said | None = None
    finish_reason: str | None = None


class _Details(msgspec.Struct):
    cached_tokens: int | None = None


class Counted(msgspec.Struct):
    """Tokens as the server counted them."""

    prompt_tokens: int | None = None
    completion_tokens: int | None = None
    prompt_tokens_details: _Details | None = None


class _Model(msgspec.Struct):
    id: str


class _Models(msgspec.Struct):
    data: list[_Model] | None = None


class Body(msgspec.Struct):
    """A whole reply or a chunk of one."""

    choices: list[Choice] | None = None
    usage: Counted | None = None
    model: str | None = None
    error: Any = None


def body_of(raw: bytes) -> Body:
    """`raw` as a body. Raises BadReply, or whatever an error inside it says."""
    try:
        body = msgspec.json.decode(raw, type=Body, strict=False)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise base.BadReply(f"The provider did not answer in its protocol: {error}") from error
    if body.error:
        raise error_in_body(body.error)
    return body


def whole_reply(raw: bytes, request: ChatRequest) -> ChatReply:
    """The answer inside a 200. Raises Truncated, BadReply, Refused, or whatever an error body in a 200 says."""
    body = body_of(raw)
    usage = usage_of(body.usage, asked=asked_tokens(request.messages), received=len(raw), most=request.max_tokens)
    if not body.choices or body.choices[0].message is None:
        raise base.BadReply("The reply holds no choice.", usage=usage)
    choice = body.choices[0]
    answer = choice.message or Said()
    if choice.finish_reason == "length":
        raise base.Truncated("The reply stopped at the token limit.", usage=usage, text=answer.content or "")
    if answer.refusal or choice.finish_reason == "content_filter":
        raise base.Refused(answer.refusal or "The provider's content filter stopped the reply.", usage=usage)
    if not (answer.content or "").strip():
        raise base.BadReply("The reply is empty.", usage=usage)
    return ChatReply(text=keepable(answer.content or ""), usage=usage, model=plain(body.model or "", 128))


def keepable(text: str) -> str:
    """`text` without the one character that a database cannot keep."""
    return text.replace("\x00", "")


def usage_of(stated: Counted | None, *, asked: int, received: int, most: int) -> Usage:
    """What the provider counted; a guess from the tokens `asked` and the bytes `received` where it did not, or counted nonsense."""
    sent, got = (stated.prompt_tokens or 0, stated.completion_tokens or 0) if stated else (0, 0)
    if stated and 0 < sent <= MOST_TOKENS and 0 <= got <= MOST_TOKENS:
        cached = stated.prompt_tokens_details.cached_tokens if stated.prompt_tokens_details else None
        return Usage(sent, got, min(max(0, cached or 0), sent))
    return Usage(asked, min(received // 3 + 1, most), estimated=True)


def model_names(raw: bytes) -> tuple[str, ...]:
    """The names in a list of models, as plain words. Raises BadReply."""
    try:
        body = msgspec.json.decode(raw, type=_Models)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise base.BadReply(f"The provider did not answer in its protocol: {error}") from error
    return tuple(name for one in body.data or () if (name := plain(one.id, 128)))
