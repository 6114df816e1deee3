"""Bring the database up to date and load the demo project."""

from __future__ import annotations

from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor


def prepare() -> None:
    """Migrate where something is to be migrated, then load the demos (which leave what exists alone)."""
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        call_command("migrate", interactive=False, skip_checks=True)
    call_command("load_demo", skip_checks=True)
    call_command("load_public_demo", skip_checks=True)
