"""Providers that are known by name: their address, and whether they want a key."""

from __future__ import annotations

import msgspec
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Text = str | Promise


class Preset(msgspec.Struct, frozen=True):
    """What a provider begins with. `own` servers stand in the organization's own network."""

    code: str
    name: Text
    base_url: str = ""
    key_wanted: bool = True
    hint: Text = ""
    model_hint: str = ""
    own: bool = False


PRESETS: tuple[Preset, ...] = (
    Preset(
        "novita",
        "Novita",
        "https://api.novita.ai/openai/v1",
        hint=_("Keys begin with sk_. Take a model that supports structured output."),
        model_hint="meta-llama/llama-3.3-70b-instruct",
    ),
    Preset(
        "openai",
        "OpenAI",
        "https://api.openai.com/v1",
        hint=_("Keys begin with sk-."),
        model_hint="gpt-4.1-mini",
    ),
    Preset(
        "ollama",
        "Ollama",
        "http://localhost:11434/v1",
        key_wanted=False,
        hint=_("A server of your own. Pull the model first, and raise its context length to 8192 or more."),
        model_hint="qwen2.5:14b",
        own=True,
    ),
    Preset(
        "llamacpp",
        "llama.cpp",
        "http://localhost:8080/v1",
        key_wanted=False,
        hint=_("A server of your own: llama-server -m model.gguf -c 8192. The model's name may be any word."),
        model_hint="local",
        own=True,
    ),
    Preset(
        "vllm",
        "vLLM",
        "http://localhost:8000/v1",
        key_wanted=False,
        hint=_("A server of your own: vllm serve MODEL. The model's name is that MODEL."),
        model_hint="Qwen/Qwen2.5-14B-Instruct",
        own=True,
    ),
    Preset(
        "other",
        _("Another address"),
        key_wanted=False,
        hint=_("Any server that speaks OpenAI's chat protocol; the address goes up to and including /v1."),
    ),
)
BY_CODE = {preset.code: preset for preset in PRESETS}
CODES = tuple(BY_CODE)


def preset(code: str) -> Preset:
    """The preset of that code; "other" for one that is not known."""
    return BY_CODE.get(code, BY_CODE["other"])
