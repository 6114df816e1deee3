"""Which Mizan this is: the version that `pyproject.toml` states."""

from __future__ import annotations

import tomllib

from config.env import ROOT

VERSION: str = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
