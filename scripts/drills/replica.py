"""`python -m scripts.drills.replica`: reads that may lag, with a PostgreSQL that really follows another by streaming.

A replica is made of the drill's own primary. Then: lists are read from it; who has just written reads their own writes while the replica
stands still, and others see the old list until it goes on; a replica that is too far behind, and one that is killed, are left alone
without a failed page; one that comes back is read again. At the end the page of slow queries is asked of a server that counts statements.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from config.local import binaries
from config.local.accounts import database_account, run_as
from config.local.ports import HOST, any_free
from scripts.drills.around import step, verdict, with_engines

AFTER, LAG, PATIENCE = 2, 12, 30.0


class Follower:
    """A replica of the primary at `url`, on a port of its own."""

    def __init__(self, url: str, folder: Path) -> None:
        self.url, self.folder, self.port = url, folder, any_free()
        self.account = database_account(folder / "data")
        self.programs = binaries.find_postgres(self.account).folder
        self.process: subprocess.Popen[bytes] | None = None
        parts = urlsplit(url)
        self.address = f"{parts.scheme}://{parts.username}:{parts.password}@{HOST}:{self.port}{parts.path}"

    def make(self) -> None:
        """Copy the primary as it runs, and note that it is to be followed."""
        if self.account is not None:
            os.chown(self.folder, self.account.uid, self.account.gid)
        self.folder.chmod(0o700)
        source = self.url.replace("postgres://", "postgresql://")
        words = ["pg_basebackup", "-d", source, "-D", str(self.folder / "data"), "-R", "-X", "stream", "-c", "fast"]
        subprocess.run([str(self.programs / words[0]), *words[1:]], check=True, cwd="/", **run_as(self.account))

    def start(self) -> None:
        """Begin to follow; it counts statements."""
        own = {
            "listen_addresses": HOST, "port": str(self.port), "unix_socket_directories": "", "hot_standby": "on",
            "shared_preload_libraries": "pg_stat_statements", "jit": "off",
        }  # fmt: skip
        words = [word for name, value in own.items() for word in ("-c", f"{name}={value}")]
        with (self.folder.parent / "follower.log").open("ab") as log:
            self.process = subprocess.Popen(
                [str(self.programs / "postgres"), "-D", str(self.folder / "data"), *words],
                stdout=log, stderr=log, cwd="/", start_new_session=True, **run_as(self.account),
            )  # fmt: skip

    def kill(self) -> None:
        """As a machine that loses its power."""
        if self.process is not None:
            self.process.send_signal(signal.SIGQUIT)
            self.process.wait(30)
            self.process = None


@contextmanager
def following(url: str) -> Iterator[Follower]:
    """A replica for as long as the drill takes."""
    base = Path(tempfile.mkdtemp(prefix="mizan-replica-", dir="/tmp"))
    base.chmod(0o755)
    folder = base / "follower"
    folder.mkdir()
    made = Follower(url, folder)
    try:
        made.make()
        made.start()
        yield made
    finally:
        made.kill()
        shutil.rmtree(base, ignore_errors=True)


def wait_for(what: str, ready: Callable[[], bool]) -> float:
    """Seconds until it is so. Raises TimeoutError."""
    began = time.monotonic()
    while not _quietly(ready):
        if time.monotonic() - began > PATIENCE:
            raise TimeoutError(what)
        time.sleep(0.05)
    return time.monotonic() - began


def _quietly(ready: Callable[[], bool]) -> bool:
    from django.db import DatabaseError, connections

    try:
        return ready()
    except DatabaseError:
        connections["replica"].close()
        return False


class People:
    """Anna writes, Otto looks on: two members of one firm, in browsers of their own."""

    def __init__(self) -> None:
        from django.test import Client

        from accounts.access import Role
        from accounts.models import Membership, User
        from accounts.services import found_home

        anna, otto = (User.objects.create_user(f"{name}@drill.example", name=name) for name in ("anna", "otto"))
        firm = found_home(user=anna, name="Drill")
        organization = firm if firm is not None else anna.organizations.get()
        Membership.objects.create(organization=organization, user=otto, role=Role.VIEWER)
        self.anna, self.otto = Client(), Client()
        for client, user in ((self.anna, anna), (self.otto, otto)):
            client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")

    def make_project(self, name: str) -> int:
        return int(self.anna.post("/projects/new/", {"name": name, "currency": "USD"}).status_code)


def sees(client: Any, name: str) -> bool:
    """Whether the list of projects names it. Raises RuntimeError where there is no list."""
    answer = client.get("/projects/")
    if answer.status_code != 200:
        raise RuntimeError(f"the list answers {answer.status_code}")
    return name in answer.content.decode()


def asked(alias: str, work: Callable[[], Any]) -> int:
    """How many statements one of the databases was asked meanwhile."""
    from django.db import connections
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connections[alias]) as seen:
        work()
    return len(seen)


def tell(sql: str) -> Any:
    """One value from the replica."""
    from django.db import connections

    with connections["replica"].cursor() as cursor:
        cursor.execute(sql)
        return (cursor.fetchone() or (None,))[0]


def caught_up() -> bool:
    """The replica has replayed all that the primary wrote."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_current_wal_insert_lsn()::text")
        last = cursor.fetchone()[0]
    return bool(tell(f"SELECT pg_last_wal_replay_lsn() >= '{last}'::pg_lsn"))


def rested() -> None:
    """Until nobody's write is fresh, and the replica is looked at anew."""
    from config import replica

    time.sleep(AFTER + 0.2)
    replica._state["looked"] = 0.0


def try_all(follower: Follower) -> list[str]:
    """What did not hold."""
    from django.core.management import call_command
    from django.db import connection

    faults: list[str] = []

    def holds(words: str, so: bool) -> None:
        step(f"{words}: {'yes' if so else 'NO'}")
        if not so:
            faults.append(words)

    people = People()
    first = people.make_project("First")
    holds("a project is made", first == 302)
    step(f"the replica has it after {wait_for('the replica follows', caught_up):.2f} s")
    rested()
    holds("a list is read from the replica", asked("replica", lambda: sees(people.otto, "First")) > 0)
    holds("a page of one project is not", asked("replica", lambda: people.otto.get("/projects/new/")) == 0)

    people.make_project("Fresh")  # how far a replica is behind is counted from the last change that it replayed
    wait_for("it has that too", caught_up)
    tell("SELECT pg_wal_replay_pause()")
    wait_for("replay stands still", lambda: tell("SELECT pg_get_wal_replay_pause_state()") == "paused")
    rested()
    people.make_project("Second")
    holds("who made it sees it while the replica stands still", sees(people.anna, "Second"))
    holds("somebody else sees the old list meanwhile", not sees(people.otto, "Second"))
    time.sleep(LAG + 1)
    rested()
    holds(f"a replica more than {LAG} s behind is not read", sees(people.otto, "Second"))
    tell("SELECT pg_wal_replay_resume()")
    wait_for("it goes on", caught_up)
    rested()
    holds("it is read again once it has caught up", asked("replica", lambda: sees(people.otto, "Second")) > 0)

    follower.kill()
    answers = [people.otto.get("/projects/").status_code for _ in range(40)]
    holds("40 of 40 lists are answered after it was killed", answers == [200] * 40)
    follower.start()
    wait_for("it is back", lambda: tell("SELECT 1") == 1)
    rested()
    holds("it is read again once it is back", asked("replica", lambda: sees(people.otto, "Second")) > 0)

    from config.figures.queries import slowest

    holds("without the extension the page of slow queries says so", slowest().missing == "extension")
    with connection.cursor() as cursor:
        cursor.execute("CREATE EXTENSION pg_stat_statements")
    holds("without its library it says that", slowest().missing == "library")
    wait_for("the extension is replicated", caught_up)
    sees(people.otto, "Second")
    found = slowest(using="replica")
    holds(
        "a server that counts statements shows them without values",
        any("projects_project" in one.text for one in found.queries),
    )
    holds("and none holds the name that was looked for", not any("Second" in one.text for one in found.queries))
    call_command("check")
    return faults


def main() -> int:
    """Engines, the replica, and then the application over both."""
    with_engines("scripts.drills.replica")
    with following(os.environ["DATABASE_URL"]) as follower:
        os.environ.update(
            DATABASE_REPLICA_URL=follower.address, DATABASE_REPLICA_AFTER=str(AFTER), DATABASE_REPLICA_LAG=str(LAG),
            DATABASE_POOL="0", ALLOWED_HOSTS="testserver", LOG_LEVEL="ERROR",
            EMAIL_URL="dummymail://",
        )  # fmt: skip
        import django

        django.setup()
        from django.core.management import call_command

        step("the tables are made")
        call_command("migrate", verbosity=0)
        return verdict(try_all(follower))


if __name__ == "__main__":
    sys.exit(main())
