"""The tools of one conversation: bound to its bills, so that no argument can reach another organization's."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import msgspec
from django.urls import reverse

from boq.models import Boq
from boq.pipelines.names import NO_NAMES
from boq.services.asking import tools
from boq.services.asking.comparing import compare
from boq.services.asking.offer import BILLS, COMPARE, TOOLS
from boq.services.asking.tools import Found
from boq.services.asking.where import Asked
from llm.conversation import Given
from llm.masking import Names, masked
from llm.plain import plain
from llm.prompts import data_lines
from llm.providers.base import Tool, ToolCall


class BillTools:
    """Tools over `boqs`, the one asked about (or the newest of a project) first. `names` are masked in what a model sees."""

    def __init__(self, boqs: Iterable[Boq], names: Names = NO_NAMES) -> None:
        self._boqs = list(boqs)
        self._names = names

    @property
    def tools(self) -> tuple[Tool, ...]:
        offered = tuple(tool for tool, _arguments, _run in TOOLS)
        return (*offered, COMPARE, BILLS) if len(self._boqs) > 1 else offered

    def call(self, call: ToolCall) -> Given:
        """See `llm.conversation.Toolbox`."""
        try:
            boq, found = self.found(call.name, call.arguments)
        except Asked as wrong:
            return _refused(call, wrong)
        facts, *rows = (
            masked(self._names.masked(data_lines([line]))) for line in ({"found": found.facts}, *found.rows)
        )
        return Given("\n".join((facts, "<rows>", *rows, "</rows>")), told(call.name, boq, found))

    def found(self, name: str, arguments: dict[str, Any]) -> tuple[Boq | None, Found]:
        """What a tool finds. Raises Asked for arguments that make no sense."""
        try:
            if any("\x00" in value for value in arguments.values() if isinstance(value, str)):
                raise ValueError("NUL in a text")
            return self._found(name, arguments)
        except (msgspec.ValidationError, ValueError) as error:  # of a wrong type, or a text that no database takes
            raise Asked("ask.bad-arguments", f"The arguments are not right: {str(error)[:300]}") from error

    def _found(self, name: str, arguments: dict[str, Any]) -> tuple[Boq | None, Found]:
        if name == "bills":
            return None, tools.bills(self._boqs)
        if name == "compare":
            asked = msgspec.convert(arguments, tools.Compare, strict=False)
            return None, compare(self._bill(asked.bill), self._bill(asked.other))
        for tool, shape, run in TOOLS:
            if tool.name == name:
                wanted = msgspec.convert(arguments, shape, strict=False)
                boq = self._bill(wanted.bill)  # type: ignore[attr-defined]
                return boq, run(boq, wanted)
        raise Asked("ask.no-tool", f"There is no tool “{name}”.", name)

    def _bill(self, asked: str | None) -> Boq:
        """One of the conversation's own bills. Raises Asked: another's is not there."""
        if not self._boqs:
            raise Asked("ask.no-bills", "The project has no bill yet.")
        for one in self._boqs:
            if asked in (None, "", str(one.pk), one.name):
                return one
        text = f"There is no bill “{asked}” here. Call bills for those that there are."
        raise Asked("ask.no-bill", text, str(asked))


NOTHING: dict[str, Any] = {"said": [], "facts": [], "columns": [], "rows": [], "url": "", "boq": "", "bill": ""}


def _refused(call: ToolCall, wrong: Asked) -> Given:
    """Arguments that make no sense: the model hears what would, the page keeps what was asked and why not."""
    said = [[plain(name, 80), plain(str(value), 80)] for name, value in list(call.arguments.items())[:12]]
    why = {"refused": wrong.code, "about": plain(wrong.said, 80)}
    return Given(data_lines([{"error": str(wrong)}]), {**NOTHING, "tool": call.name, "said": said, **why})


def told(tool: str, boq: Boq | None, found: Found) -> dict[str, Any]:
    """What a tool found, as it is kept and shown: pairs and lists, because JSON in the database keeps no order of names."""
    columns = list(
        dict.fromkeys(name for row in found.rows for name, value in row.items() if value not in (None, "", []))
    )
    return {
        "tool": tool,
        "said": [[name, value] for name, value in found.said.items()],
        "facts": [[name, value] for name, value in found.facts.items() if value not in (None, "")],
        "columns": columns,
        "rows": [[row.get(name) for name in columns] for row in found.rows],
        "url": found.url,
        "boq": str(boq.pk) if boq else "",
        "bill": boq.name if boq else "",
    }


def item_address(boq_id: str, key: str) -> str:
    """The page of the bill with the item open."""
    return f"{reverse('boq:detail', args=[boq_id])}?item={key}"
