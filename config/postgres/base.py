"""The backend that `DATABASES` names: Django's, but that whoever would wait in vain for a connection is told so at once (`door.py`)."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import psycopg
from django.db.backends.postgresql import base

from config.postgres.door import Door

_doors: defaultdict[str, Door] = defaultdict(Door)  # by alias


class DatabaseWrapper(base.DatabaseWrapper):
    """See the module."""

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        door, errors = _doors[self.alias], self._errors()
        if not door.may_pass():
            raise psycopg.OperationalError("the database was away a moment ago")
        try:
            connection = super().get_new_connection(conn_params)
        except BaseException:
            door.failed(away=self._errors() > errors)
            raise
        door.opened()
        return connection

    def _errors(self) -> int:
        """How often this process's pool could not connect; 0 without one, where whoever connects is told at once anyway."""
        return int(self.pool.get_stats().get("connections_errors", 0)) if self.pool else 0
