"""What a command tells an operator when it cannot go on."""

from __future__ import annotations

DONE, FAILED, UNSET = 0, 1, 2


class OperationFault(Exception):
    """The message says what is wrong and what to do next; the command ends with status 1."""


class SettingsFault(OperationFault):
    """The settings cannot be worked with; the message lists every fault. The command ends with status 2."""


def status_of(fault: OperationFault) -> int:
    """The exit status that says what kind of fault it was."""
    return UNSET if isinstance(fault, SettingsFault) else FAILED
