"""The tools: each with its words, the shape of its arguments, the scopes that open it, and what answers it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec

from accounts.access import Actor, ActorKind
from accounts.errors import MizanError, QuotaUsedUp
from accounts.scopes import ANY_SCOPE, Scope
from boq.services.asking.tools import BY, ORDERS, SEVERITIES
from boq.services.asking.where import Asked, schema
from config.api import refuse_unstorable
from config.errors import coded, error_body
from llm.analyses.kinds import KINDS, OWN
from programs.mcp import reading, working
from programs.mcp.data import MOST_ROWS, UNTRUSTED, Found, need, noted, wrapped

READ = (Scope.BOQS_READ,)


class Tool(msgspec.Struct, frozen=True):
    """`run(by, arguments)` answers; `arguments` are of the type `shape`, which `schema` describes to the assistant."""

    name: str
    title: str
    words: str
    schema: dict[str, Any]
    shape: type[msgspec.Struct]
    run: Callable[[Actor, Any], Found]
    scopes: tuple[Scope, ...] = READ
    reads_only: bool = True

    def described(self) -> dict[str, Any]:
        """The tool as `tools/list` tells it."""
        hints = {"readOnlyHint": self.reads_only, "destructiveHint": False, "openWorldHint": not self.reads_only}
        return {
            "name": self.name,
            "title": self.title,
            "description": self.words,
            "inputSchema": self.schema,
            "annotations": {"title": self.title, **hints},
        }


def _shape(required: tuple[str, ...] = (), **properties: Any) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": list(required),
        "additionalProperties": False,
    }


_TEXT: dict[str, Any] = {"type": ["string", "null"]}
_BILL = {"type": "string", "description": "id of the bill, from list_bills"}
_AFTER = {"type": ["string", "null"], "description": "`next` of the page before"}
_LIMIT = {"type": ["integer", "null"], "description": f"rows to see, at most {MOST_ROWS}"}


def _where(**more: Any) -> dict[str, Any]:
    """What narrows the items of one bill, as "Ask the bill" has it."""
    known = schema(**more)["properties"] | {"bill": _BILL}
    return _shape(("bill",), **known)


_KINDS = [kind.name for kind in KINDS if kind.name != OWN]
TOOLS: tuple[Tool, ...] = (
    Tool(
        "list_projects",
        "List projects",
        "Projects, newest first.",
        _shape(limit=_LIMIT, after=_AFTER),
        reading.Page,
        reading.list_projects,
        (Scope.PROJECTS_READ,),
    ),
    Tool(
        "list_bills",
        "List bills",
        "Bills of quantities with totals and counts, newest first: of one project, or of all.",
        _shape(project={**_TEXT, "description": "id of a project, or null for all"}, limit=_LIMIT, after=_AFTER),
        reading.Bills,
        reading.list_bills,
    ),
    Tool(
        "get_receipt",
        "Receipt of a bill",
        "What was read of the file: every row accounted for, totals stated and calculated, warnings with their cells.",
        _shape(("bill",), bill=_BILL),
        reading.OfBill,
        reading.get_receipt,
    ),
    Tool(
        "list_sections",
        "Sections of a bill",
        "The sections of a bill with items and sums.",
        _shape(("bill",), bill=_BILL),
        reading.OfBill,
        reading.list_sections,
    ),
    Tool(
        "query_items",
        "Find items",
        "Items that match all that is given, with their cells: rows, how many there are, and the sum of their amounts. "
        "In the bill's order they come in pages; by amount, rate or quantity the largest come first.",
        _where(order={"type": ["string", "null"], "enum": [*ORDERS, None]}, limit=_LIMIT, after=_AFTER),
        reading.Items,
        reading.query_items,
    ),
    Tool(
        "sum_amounts",
        "Sum amounts",
        "Counts and sums of amounts of the items that match: in all, or by one property, with shares in percent.",
        _where(by={"type": ["string", "null"], "enum": [*BY, None]}),
        reading.Sums,
        reading.sum_items,
    ),
    Tool(
        "get_item",
        "One item",
        "One item with its text, every party's price, its findings and its cell.",
        _shape(("bill", "item"), bill=_BILL, item={"type": "string", "description": "key or number of the item"}),
        reading.OneItem,
        reading.get_item,
    ),
    Tool(
        "check_totals",
        "Totals of a bill",
        "The totals that the file states against what the items come to.",
        _shape(("bill",), bill=_BILL),
        reading.OfBill,
        reading.check_totals,
    ),
    Tool(
        "list_findings",
        "Findings",
        "What checks and analyses found in a bill: counts by code, and findings in words with their cells, in pages.",
        _shape(
            ("bill",),
            bill=_BILL,
            severity={"type": ["string", "null"], "enum": [*SEVERITIES, None]},
            code={**_TEXT, "description": "a code, or the beginning of codes"},
            section={**_TEXT, "description": "words of the title of a section, or its number"},
            limit=_LIMIT,
            after=_AFTER,
        ),
        reading.Findings,
        reading.list_findings,
    ),
    Tool(
        "start_analysis",
        "Start an analysis",
        "Starts an analysis of a bill, which may cost money. Without `confirm` nothing is started: it states what the analysis would ask "
        "and cost, and a `confirm` for exactly that. Show the person the cost; call again with `confirm` once they have agreed.",
        _shape(
            ("bill",),
            bill=_BILL,
            kinds={
                "type": ["array", "null"],
                "items": {"type": "string"},
                "description": f"what to do: {', '.join(_KINDS)}, own:<id> for a question of the organization's own; null for the usual",
            },
            language={"type": ["string", "null"], "enum": ["en", "ar", "ru", None]},
            runs={"type": ["integer", "null"], "description": "how often each question is put; 1 is usual"},
            confirm={**_TEXT, "description": "what the estimate gave, once the person has agreed"},
        ),
        working.Start,
        working.start_analysis,
        (Scope.ANALYSES_RUN,),
        reads_only=False,
    ),
    Tool(
        "job_status",
        "How a job stands",
        "How far a job is (reading, analysis, export), and what became of it.",
        _shape(("job",), job={"type": "string", "description": "id of the job, from start_analysis"}),
        working.OneJob,
        working.job_status,
        ANY_SCOPE,
    ),
)
BY_NAME = {tool.name: tool for tool in TOOLS}


def offered(by: Actor) -> list[dict[str, Any]]:
    """The tools that the scopes of a key open; all of them to a person, whose role decides in the end."""
    open_to = [tool for tool in TOOLS if by.kind is not ActorKind.API_KEY or by.scopes & set(tool.scopes)]
    return [tool.described() for tool in open_to]


def call(name: str, arguments: dict[str, Any], by: Actor) -> dict[str, Any]:
    """What the tool found, as `tools/call` answers. What went wrong for a reason that the assistant can mend is a result too."""
    tool = BY_NAME[name]
    try:
        need(by, *tool.scopes)
        refuse_unstorable(arguments)
        found = tool.run(by, _converted(tool, arguments))
        text = wrapped(found.data)
        noted(by, name, found.about)
    except Asked as wrong:
        return _failed({"code": wrong.code, "message": str(wrong)})
    except MizanError as error:
        return _failed(error_body(*coded(error)[1:])["error"])
    told = {"notice": UNTRUSTED, "data": found.data}
    return {"content": [{"type": "text", "text": text}], "structuredContent": told, "isError": False}


def _converted(tool: Tool, arguments: dict[str, Any]) -> Any:
    try:
        return msgspec.convert(arguments, tool.shape, strict=False)
    except msgspec.ValidationError as error:
        raise Asked("ask.bad-arguments", f"The arguments are not right: {str(error)[:300]}") from error


def _failed(error: dict[str, Any]) -> dict[str, Any]:
    told = f"{error['code']}: {error['message']}"
    return {"content": [{"type": "text", "text": told}], "structuredContent": {"error": error}, "isError": True}


def throttled(seconds: int) -> dict[str, Any]:
    """What a call gets that came too soon."""
    error = QuotaUsedUp("throttled", seconds=seconds)
    return _failed(error_body(error.code, error.facts)["error"])
