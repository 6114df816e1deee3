"""Run all measurements with a worker and a web server of their own; prints one JSON object.

`--large` adds an import of 500,000 lines; `--imports 50000 100000` measures nothing but imports of so many lines, `--access` nothing but
signing in and lists among 1,000 organizations.
"""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection

import django


@contextmanager
def process(*command: str) -> Iterator[None]:
    """A process of ours, stopped at the end."""
    started = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        yield
    finally:
        started.terminate()
        started.wait(30)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for_web(port: int) -> None:
    for _ in range(200):
        try:
            connection = HTTPConnection("127.0.0.1", port, timeout=5)
            connection.request("GET", "/health/ready")
            if connection.getresponse().status == 200:
                return
        except OSError:
            pass
        time.sleep(0.1)
    raise SystemExit("the web server did not come up")


@contextmanager
def web(processes: int) -> Iterator[int]:
    """A web server of so many processes with four threads each: its port."""
    port = free_port()
    place = ("-w", str(processes), "--threads", "4", "-b", f"127.0.0.1:{port}")
    with process(sys.executable, "-m", "gunicorn", "config.wsgi:application", *place):
        wait_for_web(port)
        yield port


def main() -> None:
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--large", action="store_true")
    parser.add_argument("--imports", type=int, nargs="+", default=[])
    parser.add_argument("--access", action="store_true")
    options = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    os.environ.setdefault("API_THROTTLES", "0")  # one person asks more than any may
    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    from accounts.models import User
    from accounts.services import actor_for, found_home
    from accounts.tokens import mint
    from config.sessions import SessionStore
    from scripts.bench import access, analyses, gaeb, imports, pages, pdfs

    if options.access:
        print(json.dumps({"access": access.measure(web)}, indent=1))
        return
    user = User.objects.create_user(f"bench-{time.time_ns()}@mizan.local", None)
    found_home(user=user)
    actor = actor_for(user)
    celery = (sys.executable, "-m", "celery", "-A", "config", "worker", "-c", "1", "-l", "ERROR")
    with process(*celery), web(1) as port:
        time.sleep(3)  # the worker connects
        if options.imports:
            print(json.dumps({"imports": imports.measure(actor, sorted(options.imports))[0]}, indent=1))
            return
        imported, boq = imports.measure(actor)
        if options.large:
            imported |= imports.measure(actor, [imports.LARGE])[0]
        session = SessionStore()
        session["_auth_user_id"] = str(user.pk)
        session["_auth_user_backend"] = "allauth.account.auth_backends.AuthenticationBackend"
        session["_auth_user_hash"] = user.get_session_auth_hash()
        session.save()
        token = mint(user, actor)["access"]
        answered = pages.measure(port, boq, token, f"sessionid={session.session_key}")
    figures = {"imports": imported, "items_at_100000": answered, "gaeb": gaeb.measure(), "pdf": pdfs.measure()}
    figures["access"] = access.measure(web)
    figures["analyses"] = analyses.measure(actor)  # in this process, now that no worker takes its jobs
    print(json.dumps(figures, indent=1))


if __name__ == "__main__":
    main()
