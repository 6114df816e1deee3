"""All lines of the checklist, in the order in which they are best mended: what comes later needs what comes before."""

from __future__ import annotations

from config.launch.base import Group, Line
from config.launch.lines import backups, data, door, law, mail, money, people, rehearsed, settings, watching, work

GROUPS: tuple[Group, ...] = (
    settings.GROUP,
    data.GROUP,
    work.GROUP,
    mail.GROUP,
    backups.GROUP,
    watching.GROUP,
    door.GROUP,
    people.GROUP,
    law.GROUP,
    money.GROUP,
    rehearsed.GROUP,
)
LINES: dict[str, Line] = {line.code: line for group in GROUPS for line in group.lines}
