"""Short hints for newcomers: each is shown where it helps until its reader puts it away, and then never again."""

from __future__ import annotations

HINTS = ("drop-anywhere", "keys-of-the-bill")
