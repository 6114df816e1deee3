"""A release is deployed beside the one before it: migrations only add, or say since when nobody uses what they take away."""

from __future__ import annotations

import importlib

import pytest
from django.apps import apps
from django.db import migrations, models
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ModelState, ProjectState

from scripts.operations.additive import MARK, faults_of

# The last migration of each app before the first release that was deployed this way: none of these has a release before it.
FIRST_RELEASE = {
    "accounts": "0013_plan_ends_at",
    "billing": "0002_first_export",
    "boq": "0010_names",
    "gdpr": "0003_statistics",
    "jobs": "0005_kept_replies",
    "llm": "0005_vectors_of_texts",
    "mails": "0002_forgetting_is_retention",
    "projects": "0002_access",
    "support": "0001_first",
    "webhooks": "0001_first",
    "website": "0004_business_figures",
}


def ours():
    return [config.label for config in apps.get_app_configs() if config.label in FIRST_RELEASE]


def test_every_app_of_ours_with_migrations_is_looked_through():
    loader = MigrationLoader(None, ignore_no_migrations=True)
    with_migrations = {label for label, _name in loader.disk_migrations}
    rooms = {config.label for config in apps.get_app_configs() if "site-packages" not in config.path}
    assert rooms & with_migrations == set(ours())


def test_the_release_before_works_with_every_migration():
    loader = MigrationLoader(None, ignore_no_migrations=True)
    found, looked_at = [], 0
    for (app, name), migration in loader.disk_migrations.items():
        if app not in FIRST_RELEASE:
            continue
        looked_at += 1
        if name <= FIRST_RELEASE[app]:
            continue
        marked = bool(getattr(importlib.import_module(migration.__module__), MARK, ""))
        before = loader.project_state(list(loader.graph.node_map[app, name].parents), at_end=True)
        found += faults_of(migration, before, marked)
    assert looked_at >= 48
    assert found == []


def of(*operations):
    migration = migrations.Migration("0009_next", "shop")
    migration.operations = list(operations)
    return migration


@pytest.fixture
def before():
    state = ProjectState()
    fields = [("id", models.BigAutoField(primary_key=True)), ("name", models.CharField(max_length=50, null=True))]
    state.add_model(ModelState("shop", "Order", fields))
    return state


@pytest.mark.parametrize(
    "operation",
    [
        migrations.RemoveField("order", "name"),
        migrations.RenameField("order", "name", "title"),
        migrations.DeleteModel("Order"),
        migrations.RenameModel("Order", "Purchase"),
        migrations.AddField("order", "paid", models.BooleanField(default=False)),
        migrations.AlterField("order", "name", models.CharField(max_length=20, null=True)),
        migrations.AlterField("order", "name", models.CharField(max_length=50)),
        migrations.AlterField("order", "name", models.IntegerField(null=True)),
        migrations.RunSQL("ALTER TABLE shop_order DROP COLUMN name"),
        migrations.SeparateDatabaseAndState(database_operations=[migrations.RemoveField("order", "name")]),
    ],
    ids=lambda one: type(one).__name__,
)
def test_what_the_old_code_breaks_on_is_found_unless_it_is_marked(before, operation):
    assert len(faults_of(of(operation), before, marked=False)) == 1
    assert faults_of(of(operation), before, marked=True) == []


@pytest.mark.parametrize(
    "operation",
    [
        migrations.AddField("order", "paid", models.BooleanField(default=False, db_default=False)),
        migrations.AddField("order", "note", models.TextField(null=True)),
        migrations.AlterField("order", "name", models.CharField(max_length=80, null=True)),
        migrations.AddIndex("order", models.Index(fields=["name"], name="order_by_name")),
        migrations.RunSQL("CREATE TABLE shop_note (id bigint)"),
    ],
    ids=lambda one: type(one).__name__,
)
def test_what_adds_is_let_through(before, operation):
    assert faults_of(of(operation), before, marked=False) == []


def test_a_table_of_the_same_migration_may_take_any_shape(before):
    made = migrations.CreateModel("Bill", [("id", models.BigAutoField(primary_key=True))])
    added = migrations.AddField("bill", "sum", models.IntegerField(default=0))
    assert faults_of(of(made, added), before, marked=False) == []
