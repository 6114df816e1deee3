"""What the doctor says of a part, as a verdict: `manage.py doctor` and the checklist judge alike."""

from __future__ import annotations

from collections.abc import Iterable

from config.doctor import FAULT, Said
from config.launch.base import Verdict, fails, holds


def told(said: Iterable[Said], *, elsewhere: bool = False) -> Verdict:
    """It holds while the doctor knows no fault; warnings are told with the evidence."""
    lines = list(said)
    faults = [one.words for one in lines if one.state == FAULT]
    if faults:
        return fails("; ".join(faults), elsewhere=elsewhere)
    return holds("; ".join(one.words for one in lines))
