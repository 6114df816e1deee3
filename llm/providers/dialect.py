"""What a server turned out not to understand: learned from its first refusal, remembered for the later questions."""

from __future__ import annotations

from typing import Any

from llm.providers.base import ChatRequest

FORMATS = ("json_schema", "json_object", "plain")
_FORMAT_WORDS = ("response_format", "json_schema", "json_object", "structured output", "grammar")


class Dialect:
    """The optional parameters that a server accepts, most helpful first."""

    def __init__(self) -> None:
        self.format = FORMATS[0]
        self.without: frozenset[str] = frozenset()
        self.new_token_limit = False

    def parameters(self, request: ChatRequest, model: str) -> dict[str, Any]:
        """The body of the call in this dialect."""
        body: dict[str, Any] = {
            "model": model,
            "messages": [{"role": message.role, "content": message.content} for message in request.messages],
            "max_completion_tokens" if self.new_token_limit else "max_tokens": request.max_tokens,
        }
        if "temperature" not in self.without:
            body["temperature"] = request.temperature
        if "seed" not in self.without:
            body["seed"] = request.seed
        if self.format == "json_schema":
            wanted = {"name": request.schema_name, "strict": True, "schema": request.schema}
            body["response_format"] = {"type": "json_schema", "json_schema": wanted}
        elif self.format == "json_object":
            body["response_format"] = {"type": "json_object"}
        return body

    def learn(self, refusal: str) -> bool:
        """Give up what `refusal` (the text of a 400 or 422) complains of; False when there is nothing left to give up.

        A server that does not say which parameter it dislikes is asked for less structure.
        """
        said = refusal.lower()
        if not any(word in said for word in _FORMAT_WORDS):
            if "max_tokens" in said and not self.new_token_limit:
                self.new_token_limit = True
                return True
            for name in ("temperature", "seed"):
                if name in said and name not in self.without:
                    self.without |= {name}
                    return True
        if self.format == FORMATS[-1]:
            return False
        self.format = FORMATS[FORMATS.index(self.format) + 1]
        return True

    def copy(self) -> Dialect:
        """A second dialect to try things with."""
        other = Dialect()
        other.format, other.without, other.new_token_limit = self.format, self.without, self.new_token_limit
        return other
