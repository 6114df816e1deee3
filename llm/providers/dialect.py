"""What a server turned out not to understand: learned from its first refusal, remembered for the later questions."""

from __future__ import annotations

import re
from typing import Any

import msgspec

from llm.providers.base import ChatRequest, Conversation, Message, Tool

FORMATS = ("json_schema", "json_object", "plain")
_FORMAT_WORDS = ("response_format", "json_schema", "json_object", "structured output", "grammar")
_NO_TOOLS = re.compile(
    r"not support.{0,40}\b(tool|function)|\b(tools?|functions?|tool[_ ]choice|function[_ ]calling)\b.{0,60}(not|un)[ -]?supported"
    r"|(unknown|unrecognized|unexpected|extra).{0,40}\btools?\b|support tool use|enable-auto-tool-choice|tools?\b.{0,20}requires --",
    re.IGNORECASE | re.DOTALL,
)


def refuses_tools(refusal: str) -> bool:
    """True when `refusal` says that the model or its server cannot call tools."""
    return _NO_TOOLS.search(refusal) is not None


class Dialect:
    """The optional parameters that a server accepts, most helpful first."""

    def __init__(self) -> None:
        self.format = FORMATS[0]
        self.without: frozenset[str] = frozenset()
        self.new_token_limit = False

    def parameters(self, request: ChatRequest, model: str) -> dict[str, Any]:
        """The body of the call in this dialect."""
        body = self._common(request, model)
        if self.format == "json_schema":
            wanted = {"name": request.schema_name, "strict": True, "schema": request.schema}
            body["response_format"] = {"type": "json_schema", "json_schema": wanted}
        elif self.format == "json_object":
            body["response_format"] = {"type": "json_object"}
        return body

    def stream_parameters(self, request: Conversation, model: str) -> dict[str, Any]:
        """The body of a call that is answered in pieces, in this dialect."""
        body = self._common(request, model) | {"stream": True}
        if "stream_options" not in self.without:
            body["stream_options"] = {"include_usage": True}
        if request.tools:
            body["tools"] = [_offered(tool) for tool in request.tools]
        return body

    def _common(self, request: ChatRequest | Conversation, model: str) -> dict[str, Any]:
        body: dict[str, Any] = {
            "model": model,
            "messages": [_turn(message) for message in request.messages],
            "max_completion_tokens" if self.new_token_limit else "max_tokens": request.max_tokens,
        }
        if "temperature" not in self.without:
            body["temperature"] = request.temperature
        if "seed" not in self.without:
            body["seed"] = request.seed
        return body

    def learn(self, refusal: str) -> bool:
        """Give up what `refusal` (the text of a 400 or 422) complains of; False when there is nothing left to give up.

        A server that does not say which parameter it dislikes is asked for less structure.
        """
        said = refusal.lower()
        if not any(word in said for word in _FORMAT_WORDS) and self._learn_named(said, ("temperature", "seed")):
            return True
        if self.format == FORMATS[-1]:
            return False
        self.format = FORMATS[FORMATS.index(self.format) + 1]
        return True

    def learn_streaming(self, refusal: str) -> bool:
        """The same for a refused call that is answered in pieces; a server that names nothing is not asked to count."""
        if self._learn_named(refusal.lower(), ("stream_options", "temperature", "seed")):
            return True
        if "stream_options" in self.without:
            return False
        self.without |= {"stream_options"}
        return True

    def _learn_named(self, said: str, names: tuple[str, ...]) -> bool:
        if "max_tokens" in said and not self.new_token_limit:
            self.new_token_limit = True
            return True
        for name in names:
            if name in said and name not in self.without:
                self.without |= {name}
                return True
        return False

    def copy(self) -> Dialect:
        """A second dialect to try things with."""
        other = Dialect()
        other.format, other.without, other.new_token_limit = self.format, self.without, self.new_token_limit
        return other


def _turn(message: Message) -> dict[str, Any]:
    turn: dict[str, Any] = {"role": message.role, "content": message.content}
    if message.calls:
        turn["content"] = message.content or None
        turn["tool_calls"] = [
            {
                "id": call.id,
                "type": "function",
                "function": {"name": call.name, "arguments": msgspec.json.encode(call.arguments).decode()},
            }
            for call in message.calls
        ]
    if message.call_id:
        turn["tool_call_id"] = message.call_id
    return turn


def _offered(tool: Tool) -> dict[str, Any]:
    return {
        "type": "function",
        "function": {"name": tool.name, "description": tool.description, "parameters": tool.schema},
    }
