#!/usr/bin/env python
"""Django's command line for Mizan. Run by any Python, it goes on with the project's own environment."""

import os
import sys
from pathlib import Path

OWN_PYTHON = Path(__file__).resolve().parent / ".venv" / "bin" / "python"


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    try:
        from django.core.management import execute_from_command_line
    except ImportError:
        if OWN_PYTHON.exists() and Path(sys.prefix) != OWN_PYTHON.parent.parent:
            os.execv(OWN_PYTHON, [str(OWN_PYTHON), *sys.argv])
        sys.exit("Mizan's environment is not there yet. Run `make setup` first.")
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
