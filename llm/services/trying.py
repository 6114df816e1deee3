"""Trying a provider: is it reached, how fast does it answer, what does it understand. Nothing of any bill is sent."""

from __future__ import annotations

import time
from uuid import UUID

import msgspec
from django.core.cache import cache

from accounts.access import Action, Actor, require
from accounts.errors import Conflict
from accounts.models import Organization
from accounts.services import record
from llm.endpoints import endpoint_of
from llm.models import LlmProvider
from llm.providers import base
from llm.providers.base import ChatRequest, Conversation, Message, Tool, Usage
from llm.providers.openai_compatible import OpenAICompatible

SECONDS = 20.0  # a server of one's own may have to load the model first
ONE_AT_A_TIME = 60
_SCHEMA = {
    "type": "object",
    "properties": {"ready": {"type": "boolean"}},
    "required": ["ready"],
    "additionalProperties": False,
}
_QUESTION = ChatRequest(
    (Message("system", "Answer with JSON only."), Message("user", 'Answer {"ready": true}.')), "trial", _SCHEMA, 256
)
_TOOL = Tool(
    "weigh",
    "Weighs a thing.",
    {
        "type": "object",
        "properties": {"thing": {"type": "string"}},
        "required": ["thing"],
        "additionalProperties": False,
    },
)
_TALK = Conversation((Message("user", "Call the tool weigh for the thing stone."),), 256, (_TOOL,))


class Trial(msgspec.Struct):
    """What came of it. `code` is "" when the server answered; None means that it was not found out.

    `answers` is the richest form of answer that was understood: "json_schema", "json_object" or "plain".
    """

    code: str = ""
    milliseconds: int = 0
    models: tuple[str, ...] = ()
    model_listed: bool | None = None
    answers: str = ""
    streaming: bool | None = None
    tools: bool | None = None
    tokens: int = 0


def try_provider(*, by: Actor, provider: LlmProvider) -> Trial:
    """Ask the provider's server for its models and two small questions.

    Raises Conflict when the organization opted out, or tries another just now: a server that hangs holds one page, not all of them.
    """
    require(by, Action.MANAGE_ORGANIZATION, provider)
    if Organization.objects.filter(pk=provider.organization_id, llm_opt_out=True).exists():
        raise Conflict("llm.opted_out")
    turn = f"llm-trial:{provider.organization_id}"
    if not cache.add(turn, 1, ONE_AT_A_TIME):
        raise Conflict("provider.being_tried")
    try:
        return _trial(by, provider)
    finally:
        cache.delete(turn)


def _trial(by: Actor, provider: LlmProvider) -> Trial:
    record(by=by, action="llm-provider.tried", target=provider)
    endpoint = endpoint_of(provider, provider.keys.all())
    endpoint = msgspec.structs.replace(endpoint, timeout_seconds=min(SECONDS, endpoint.timeout_seconds))
    wire = endpoint.connect()
    try:
        trial = _tried(wire)
    finally:
        wire.close()
    if not trial.code:
        endpoint.succeeded()
    return trial


def _tried(wire: OpenAICompatible) -> Trial:
    trial = Trial()
    try:
        trial.models = wire.models()
        trial.model_listed = wire.model in trial.models if trial.models else None
    except (base.Unavailable, base.TimedOut, base.BadAddress, base.Unauthorized) as error:
        trial.code = error.code
        return trial
    except base.ProviderError:
        trial.models = ()  # many servers list nothing, and answer all the same
    usage = _asked(wire, trial)
    if not trial.code:
        usage += _talked(wire, trial)
    trial.tokens = usage.input_tokens + usage.output_tokens
    return trial


def _asked(wire: OpenAICompatible, trial: Trial) -> Usage:
    started = time.monotonic()
    try:
        usage = wire.complete(_QUESTION).usage
    except base.BadReply as error:  # it answered, if not well: a model that thinks aloud runs out of tokens
        usage = error.usage
    except base.ProviderError as error:
        trial.code = error.code
        return error.usage
    trial.milliseconds = round((time.monotonic() - started) * 1000)
    trial.answers = wire.understands
    return usage


def _talked(wire: OpenAICompatible, trial: Trial) -> Usage:
    """Does it stream, and call tools? A server that refuses tools is asked again without."""
    usage = Usage()
    for talk in (_TALK, msgspec.structs.replace(_TALK, tools=())):
        try:
            with wire.stream(talk) as stream:
                deltas = list(stream)
        except base.NoTools:
            trial.tools = False
            continue
        except base.BadReply as error:
            usage += error.usage
            trial.streaming = True
        except base.ProviderError:
            trial.streaming = False
        else:
            trial.streaming = bool(deltas)
            if talk.tools:
                trial.tools = any(delta.calls for delta in deltas) or None
            usage += next((delta.usage for delta in reversed(deltas) if delta.usage), Usage())
        return usage
    return usage


def trial_of(provider_id: UUID, trial: Trial) -> dict[str, object]:
    """The trial as JSON takes it."""
    return {"provider": str(provider_id), **msgspec.to_builtins(trial)}
