"""Bring the database up to date and load the demo project: one process, so that Django is loaded once."""

from __future__ import annotations

import django
from django.core.management import call_command


def main() -> None:
    """Migrate where something is to be migrated, then load the demo (which leaves what exists alone)."""
    django.setup()
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        call_command("migrate", interactive=False, skip_checks=True)
    call_command("load_demo", skip_checks=True)


if __name__ == "__main__":
    main()
