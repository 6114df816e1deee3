"""What a command tells an operator when it cannot go on."""

from __future__ import annotations

import sys
from collections.abc import Callable

DONE, FAILED, UNSET = 0, 1, 2


class OperationFault(Exception):
    """The message says what is wrong and what to do next; the command ends with status 1."""


class SettingsFault(OperationFault):
    """The settings cannot be worked with; the message lists every fault. The command ends with status 2."""


def status_of(fault: OperationFault) -> int:
    """The exit status that says what kind of fault it was."""
    return UNSET if isinstance(fault, SettingsFault) else FAILED


def told(error: OperationFault | OSError, doing: str) -> str:
    """What is said of a fault; `doing` stands for the file where the system names none."""
    if isinstance(error, OperationFault):
        return str(error)
    return f"{error.filename or doing}: {error.strerror or error}"


def exit_status(work: Callable[[], int], doing: str) -> int:
    """The status with which `work` ends; its faults are said to the operator."""
    try:
        return work()
    except (OperationFault, OSError) as error:
        print(told(error, doing), file=sys.stderr)
        return status_of(error) if isinstance(error, OperationFault) else FAILED
