import os
import shutil
import signal
import stat
import tempfile
import time
from pathlib import Path

import psycopg
import pytest
import redis

from config.local.children import clear_left_overs
from config.local.engines import Engines
from config.local.keys import load_keys
from config.local.layout import Layout
from config.local.processes import family, send


@pytest.fixture
def layout():
    """A data folder that root's database account may enter, unlike pytest's own folders."""
    parent = Path(tempfile.mkdtemp(prefix="mizan-"))
    parent.chmod(0o711)
    made = Layout(parent.resolve() / "data")
    made.prepare()
    yield made
    shutil.rmtree(parent)


def engines(layout):
    return Engines(layout, load_keys(layout.keys_file), {}, durable=True)


def kill_all(running):
    """kill -9 of every process of both engines."""
    for server in (running.postgres, running.broker):
        send(family(server.child.process.pid), signal.SIGKILL)
        server.child.process.wait()


def test_a_written_row_and_a_queued_message_are_there_after_kill_9(layout):
    running = engines(layout)
    running.start()
    try:
        with psycopg.connect(running.database_url) as connection:
            connection.execute("CREATE TABLE kept (words text)")
            connection.execute("INSERT INTO kept VALUES ('خرسانة')")
        redis.from_url(running.redis_url).rpush("queue", "message")
        time.sleep(1.2)  # the broker writes its file every second
        kill_all(running)
    finally:
        running.stop()
    with engines(layout) as again:
        with psycopg.connect(again.database_url) as connection:
            assert connection.execute("SELECT words FROM kept").fetchall() == [("خرسانة",)]
        assert redis.from_url(again.redis_url).lrange("queue", 0, -1) == [b"message"]


def test_engines_that_outlived_their_launcher_are_ended_before_new_ones_start(layout):
    first = engines(layout)
    first.start()
    try:
        old = {first.postgres.child.process.pid, first.broker.child.process.pid}
        with psycopg.connect(first.database_url) as connection:
            connection.execute("CREATE TABLE kept (n int)")
        with engines(layout) as second:
            for server in (first.postgres, first.broker):
                server.child.process.wait(10)
            assert not old & {second.postgres.child.process.pid, second.broker.child.process.pid}
            with psycopg.connect(second.database_url) as connection:
                assert connection.execute("SELECT count(*) FROM kept").fetchone() == (0,)
    finally:
        first.stop()


def test_a_stale_lock_that_names_a_living_foreign_process_does_not_stop_the_start(layout):
    with engines(layout) as running:
        cluster = running.postgres.cluster
    (cluster / "postmaster.pid").write_text(f"{os.getpid()}\n{cluster}\n0\n1\n\n127.0.0.1\n0 0\nready\n")
    with engines(layout) as running, psycopg.connect(running.database_url) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)


def test_a_half_made_cluster_is_made_anew(layout):
    half = layout.data / "postgres" / "cluster.new"
    half.mkdir(parents=True)
    (half / "PG_VERSION").write_text("18\n")
    with engines(layout) as running, psycopg.connect(running.database_url) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)


def test_letters_of_all_our_languages_count_in_similarity(layout):
    with engines(layout) as running, psycopg.connect(running.database_url) as connection:
        connection.execute("CREATE EXTENSION pg_trgm")
        for words in ("бетон", "خرسانة", "concrete"):
            assert connection.execute("SELECT similarity(%s, %s)", (words, words)).fetchone() == (1.0,)


def test_the_database_refuses_a_wrong_password(layout):
    with engines(layout) as running, pytest.raises(psycopg.OperationalError, match="password"):
        psycopg.connect(running.database_url.replace("mizan:", "mizan:x", 1))


def test_a_closed_parent_folder_stays_closed_and_the_database_works(tmp_path):
    """As root this is a clone in root's own home: the database's account may not enter, so its files lie elsewhere."""
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    layout = Layout(closed / "data")
    layout.prepare()
    running = engines(layout)
    try:
        with running, psycopg.connect(running.database_url) as connection:
            connection.execute("CREATE TABLE kept (n int)")
        with engines(layout) as again, psycopg.connect(again.database_url) as connection:
            assert connection.execute("SELECT count(*) FROM kept").fetchone() == (0,)
        assert stat.S_IMODE(closed.stat().st_mode) == 0o700
        assert (running.postgres.home.is_relative_to(closed)) == (os.geteuid() != 0)
    finally:
        running.postgres.discard()


def test_given_servers_are_used_in_place_of_our_own(layout, tmp_path):
    with engines(layout) as ours:
        given = {"DATABASE_URL": ours.database_url, "REDIS_URL": ours.redis_url}
        other = Layout(tmp_path / "other")
        other.prepare()
        with Engines(other, load_keys(other.keys_file), given) as theirs:
            assert (theirs.database_url, theirs.redis_url) == (ours.database_url, ours.redis_url)
        assert not (other.data / "postgres").exists()
        assert not (other.data / "broker").exists()


def test_nothing_is_left_running_after_a_stop(layout):
    with engines(layout) as running:
        pids = [each.child.process.pid for each in (running.postgres, running.broker)]
    assert [process for pid in pids for process in family(pid)] == []
    assert clear_left_overs(layout, ["broker"]) == []
