"""Lines about the database, the broker and the files, asked of real ones where they can be made otherwise."""

from __future__ import annotations

import shutil
from dataclasses import replace

import pytest
import redis
from cryptography.fernet import Fernet
from django.conf import settings as real
from django.db import connection

from accounts.encryption import Secret
from config.launch.lines import data
from webhooks.models import Endpoint


def sql(words):
    with connection.cursor() as cursor:
        cursor.execute(words)


@pytest.mark.django_db
def test_postgresql_is_new_enough(judge, look, monkeypatch):
    assert judge("data.version")
    assert look("data.version").words.startswith("PostgreSQL 1")
    monkeypatch.setattr(data, "rows", lambda *asked: [("14.9", 140_009)])
    assert not judge("data.version")


@pytest.mark.django_db
def test_a_migration_that_waits_is_named(judge, look):
    assert judge("data.migrations")
    sql("DELETE FROM django_migrations WHERE app = 'mails' AND name LIKE '0002%'")
    assert look("data.migrations").words == "Not applied: mails.0002_forgetting_is_retention."
    assert not judge("data.migrations")


@pytest.mark.django_db
def test_the_role_is_no_superuser(judge, look):
    assert not judge("data.role")  # as tests run
    assert "SUPERUSER" in look("data.role").words
    sql("CREATE ROLE launch_plain")
    sql("SET LOCAL ROLE launch_plain")
    assert judge("data.role")
    sql("RESET ROLE")
    sql("ALTER ROLE launch_plain CREATEROLE")  # as the role that a managed database gives
    sql("SET LOCAL ROLE launch_plain")
    assert judge("data.role")
    assert look("data.role").words == "launch_plain, CREATEROLE"
    sql("RESET ROLE")
    sql("ALTER ROLE launch_plain BYPASSRLS")
    sql("SET LOCAL ROLE launch_plain")
    assert not judge("data.role")


@pytest.mark.django_db
def test_what_was_saved_is_on_the_disk(judge, monkeypatch):
    sql("SET LOCAL synchronous_commit = off")
    assert not judge("data.durable")
    monkeypatch.setattr(data, "rows", lambda *asked: [("on",)])
    assert judge("data.durable")


def test_statements_end(settings, env, judge):
    for limits, good in (({"web": 30, "worker": 600}, True), ({"web": 30, "worker": 0}, False)):
        env(data=replace(settings.ENV.data, limits=limits))
        assert judge("data.statements") is good


def test_a_replica_follows_where_there_is_one(settings, judge, monkeypatch):
    assert judge("data.replica")
    monkeypatch.setitem(settings.DATABASES, "replica", {})
    for seconds, good in ((0.4, True), (settings.REPLICA_LAG_SECONDS + 1, False)):
        monkeypatch.setattr(data.replica, "behind", lambda seconds=seconds: seconds)
        assert judge("data.replica") is good


def test_the_broker_forgets_nothing_when_it_is_full(judge):
    client = redis.Redis.from_url(real.ENV.redis_url)
    before = {name: client.config_get(name)[name] for name in ("maxmemory", "maxmemory-policy")}
    try:
        client.config_set("maxmemory", "200mb")
        for policy, good in (("noeviction", True), ("allkeys-lru", False), ("volatile-lru", False)):
            client.config_set("maxmemory-policy", policy)
            assert judge("data.broker") is good, policy
        client.config_set("maxmemory", "0")  # never full
        assert judge("data.broker")
    finally:
        for name, value in before.items():
            client.config_set(name, value)
        client.close()


@pytest.mark.django_db
def test_kept_secrets_open_with_the_keys_of_the_settings(settings, judge, look, firm):
    settings.FIELD_ENCRYPTION_KEYS = (Fernet.generate_key().decode(),)
    Endpoint.objects.create(
        organization=firm, name="x", url="https://hooks.firm.org/", secret=Secret.of("whsec_planted")
    )
    assert judge("data.secrets")
    assert look("data.secrets").words == "Kept secrets: 1, all open."
    settings.FIELD_ENCRYPTION_KEYS = (Fernet.generate_key().decode(),)
    assert not judge("data.secrets")
    assert "whsec" not in look("data.secrets").words


def test_a_file_is_written_and_taken_away(settings, judge, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"
    assert judge("data.writable")
    assert list(settings.MEDIA_ROOT.iterdir()) == []
    (tmp_path / "no-folder").write_text("")
    settings.MEDIA_ROOT = tmp_path / "no-folder"
    assert not judge("data.writable")


def test_there_is_room(judge, monkeypatch):
    for free, good in ((50, True), (1, False)):
        usage = type(shutil.disk_usage("/"))(100, 100 - free, free)
        monkeypatch.setattr(shutil, "disk_usage", lambda path, usage=usage: usage)
        assert judge("data.room") is good


def test_files_of_customers_are_not_served(settings, judge, tmp_path):
    settings.DATA_DIR, settings.STATIC_ROOT = tmp_path / "data", tmp_path / "static"
    assert judge("data.private")
    for inside in (tmp_path / "static" / "data", tmp_path):
        settings.DATA_DIR = inside
        assert not judge("data.private")
