"""The check of messages that docs/webhooks.md gives to receivers, as it stands there."""

from __future__ import annotations

import re
from typing import Any

from django.conf import settings

DOCUMENT = settings.BASE_DIR / "docs" / "webhooks.md"


def _example() -> Any:
    code = re.search(r"```python\n(.*?)```", DOCUMENT.read_text("utf-8"), re.DOTALL)
    assert code is not None
    room: dict[str, Any] = {}
    exec(code.group(1), room)
    return room["checked"]


checked = _example()
