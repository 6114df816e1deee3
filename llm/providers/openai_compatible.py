"""Any server that speaks OpenAI's chat protocol: Novita, OpenAI, Ollama, llama.cpp, vLLM and others.

The `openai` client makes the call and names the faults of the wire; the body is read by us (`wire.py`, `bodies.py`,
`streaming.py`), with limits of time and size, because servers differ most in what they put into a 200.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Generator
from typing import TYPE_CHECKING, Any, Protocol, TypeVar
from urllib.parse import urlsplit

from config import request_ids
from llm.providers import base
from llm.providers.base import ChatReply, ChatRequest, Conversation, Delta
from llm.providers.bodies import model_names, whole_reply
from llm.providers.dialect import Dialect, refuses_tools
from llm.providers.streaming import Assembly, ChatStream, deltas
from llm.providers.wire import TOO_LONG, Call

if TYPE_CHECKING:  # the client takes most of a second to import: only a worker that calls a provider pays it
    import httpx2
    import openai


T = TypeVar("T")
MODELS = 200
_NO_KEY = "none"  # local servers want no key; the client insists on some text


class Keys(Protocol):
    """The keys of a provider; see `llm.keyring.Ring`."""

    def take(self) -> tuple[str, str]:
        """(id, plain text) of the key to use now. Raises a `ProviderError` when all rest."""
        ...

    def rest(self, key: str, error: base.ProviderError) -> bool:
        """The key met `error`; True when another can be used at once."""
        ...

    def close(self) -> None:
        """No more questions."""
        ...


class OneKey:
    """A key that never rests: the operator's own."""

    def __init__(self, plain: str) -> None:
        self._plain = plain

    def take(self) -> tuple[str, str]:
        return "", self._plain

    def rest(self, key: str, error: base.ProviderError) -> bool:
        return False

    def close(self) -> None:
        """Nobody counts its use."""


class OpenAICompatible:
    """One model behind one address. `timeout_seconds` bounds a whole answer, its last byte included.

    `pinned` is for addresses that an organization names: they are checked at each connection, and lead into private networks only
    with `allow_private`.
    """

    def __init__(
        self,
        *,
        base_url: str,
        api_key: str = "",
        model: str,
        timeout_seconds: float = 60,
        keys: Keys | None = None,
        pinned: bool = False,
        allow_private: bool = False,
    ) -> None:
        self.name = urlsplit(base_url).netloc.rpartition("@")[2]
        self.model = model
        self._base_url = base_url
        self._keys = keys or OneKey(api_key)
        self._pinned, self._allow_private = pinned, allow_private
        self._timeout = timeout_seconds
        self._dialect = Dialect()
        self._client: openai.OpenAI | None = None
        self._connecting = threading.Lock()

    def complete(self, request: ChatRequest) -> ChatReply:
        """Ask once, in the richest dialect the server accepts and with the first key that does not rest. Raises a `ProviderError`."""
        return self._with_a_key(lambda key: self._complete(request, key))

    def _with_a_key(self, ask: Callable[[str], T]) -> T:
        while True:
            key, plain = self._keys.take()
            try:
                return ask(plain)
            except base.ProviderError as error:
                if not self._keys.rest(key, error):
                    raise

    def _complete(self, request: ChatRequest, key: str) -> ChatReply:
        import openai

        dialect = self._dialect.copy()
        while True:
            try:
                raw = self._post(dialect.parameters(request, self.model), key)
            except (openai.BadRequestError, openai.UnprocessableEntityError) as error:
                if TOO_LONG.search(error.message):
                    raise base.TooLong(error.message) from error
                if not dialect.learn(error.message):
                    raise base.Refused(error.message) from error
                continue
            self._dialect = dialect  # it worked: later questions start from here
            return whole_reply(raw, request)

    @property
    def understands(self) -> str:
        """How an answer can be asked for, as far as was learned: "json_schema", "json_object" or "plain"."""
        return self._dialect.format

    def models(self) -> tuple[str, ...]:
        """The names of the models that the server offers, at most MODELS. Raises a `ProviderError`."""
        return self._with_a_key(self._models)

    def _models(self, key: str) -> tuple[str, ...]:
        import openai

        get = self._connected().models.with_streaming_response.list
        try:
            with (
                Call(self._timeout) as call,
                call.typed_errors(),
                get(extra_headers=_authorization(key)) as response,
            ):
                raw = b"".join(call.chunks(response.iter_bytes()))
        except (openai.BadRequestError, openai.UnprocessableEntityError) as error:
            raise base.Refused(error.message) from error
        return model_names(raw)[:MODELS]

    def stream(self, request: Conversation) -> ChatStream:
        """The answer to `request` in pieces; see `base.Talker`. NoTools when the server knows no tools."""
        call, assembly = Call(self._timeout), Assembly(request)
        return ChatStream(call, assembly, self._pieces(request, call, assembly))

    def close(self) -> None:
        """Give the connections back."""
        if self._client is not None:
            self._client.close()
            self._client = None
        self._keys.close()

    def _post(self, body: dict[str, Any], key: str) -> bytes:
        body["extra_headers"] = _authorization(key)
        create = self._connected().chat.completions.with_streaming_response.create
        with Call(self._timeout) as call, call.typed_errors(), create(**body) as response:
            call.opened(response.http_response.extensions["network_stream"].get_extra_info("socket"))
            return b"".join(call.chunks(response.iter_bytes()))

    def _pieces(self, request: Conversation, call: Call, assembly: Assembly) -> Generator[Delta, None, None]:
        """The connection is this call's own, so that cutting it harms no other."""
        made = self._client_of(call.trace)  # its first import takes a while, which is not the provider's
        with call, made as client:
            while True:
                key, plain = self._keys.take()
                try:
                    yield from self._pieces_from(client, request, call, assembly, plain)
                    return
                except base.ProviderError as error:
                    if not self._keys.rest(key, error) or assembly.begun:
                        raise

    def _pieces_from(
        self, client: openai.OpenAI, request: Conversation, call: Call, assembly: Assembly, key: str
    ) -> Generator[Delta, None, None]:
        import openai

        dialect = self._dialect.copy()
        create = client.chat.completions.with_streaming_response.create
        while True:
            call.check()
            body = dialect.stream_parameters(request, self.model)
            body["extra_headers"] = _authorization(key)
            try:
                with call.typed_errors(), create(**body) as response:
                    self._dialect = dialect
                    yield from deltas(call.chunks(response.iter_bytes()), assembly)
                    return
            except (openai.BadRequestError, openai.UnprocessableEntityError) as error:
                _raise_final(error.message, request)
                if not dialect.learn_streaming(error.message):
                    raise base.Refused(error.message) from error
            except (base.Refused, base.Unavailable) as error:  # some servers say it with 404, 500 or 501
                if not assembly.begun:
                    _raise_final(error.detail, request)
                raise

    def _connected(self) -> openai.OpenAI:
        with self._connecting:
            if self._client is None:
                self._client = self._client_of(None)
            return self._client

    def _client_of(self, trace: Callable[[str, dict[str, Any]], None] | None) -> openai.OpenAI:
        """A client whose connections are told to `trace`, where given. It follows no redirect: a question goes to one host."""
        import httpx2
        import openai

        from config.outgoing.pinned import client

        def traced(request: httpx2.Request) -> None:
            request.extensions["trace"] = trace

        patience = httpx2.Timeout(self._timeout, connect=min(10.0, self._timeout))
        http = client(patience, pinned=self._pinned, allow_private=self._allow_private)
        if trace is not None:
            http.event_hooks = {"request": [traced]}
        return openai.OpenAI(
            base_url=self._base_url, api_key=_NO_KEY, http_client=http, timeout=patience, max_retries=0
        )


def _authorization(key: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {key or _NO_KEY}", **request_ids.headers()}


def _raise_final(said: str, request: Conversation) -> None:
    """Raise what no other dialect can mend: a question that is too long, a server without tools."""
    if TOO_LONG.search(said):
        raise base.TooLong(said)
    if request.tools and refuses_tools(said):
        raise base.NoTools(said)
