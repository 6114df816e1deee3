"""A real worker runs a task that fails with secrets in its arguments: neither its log nor Sentry shows them."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
import uuid

from celery import Celery

from config.celery import app
from config.env import ROOT
from config.tests.servers import Reply, serving

PLANTED = re.compile(r"planted(?!\.fails)[^\s]{0,40}")


def test_the_log_of_a_worker(tmp_path, settings):
    queue, log = f"masking-{uuid.uuid4().hex}", tmp_path / "log"
    sender = Celery(broker=settings.CELERY_BROKER_URL)
    sender.conf.broker_transport_options = settings.CELERY_BROKER_TRANSPORT_OPTIONS
    given = {"password": "planted password", "api_key": "planted-task-key", "note": "token=planted-in-a-note"}
    sender.send_task("planted.fails", args=["sk-planted1234567890"], kwargs=given, queue=queue)
    with serving(lambda asked: Reply()) as sentry, log.open("wb") as file:
        environment = {
            **{name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ},
            "DJANGO_SETTINGS_MODULE": "config.tests.masking.failing_settings", "MIZAN_LOCAL": "1", "DATABASE_POOL": "0",
            "SECRET_KEY": "planted secret key of the worker itself", "REDIS_URL": settings.ENV.redis_url,
            "DATABASE_URL": "postgres://mizan:planteddb@127.0.0.1:1/none", "MIZAN_DATA_DIR": str(tmp_path / "data"),
            "SENTRY_DSN": sentry.url.replace("http://", "http://publickey@") + "/1", "LOG_LEVEL": "DEBUG",
        }  # fmt: skip
        worker = subprocess.Popen(
            [sys.executable, "-m", "celery", "-A", "config.celery:app", "worker", "-l", "DEBUG", "-Q", queue, "-P", "solo",
             "--without-mingle", "--without-gossip", "-n", f"{queue}@x"],
            cwd=ROOT, env=environment, stdout=file, stderr=subprocess.STDOUT, start_new_session=True,
        )  # fmt: skip
        try:
            until = time.monotonic() + 90
            while not ("ValueError" in log.read_text() and sentry.asked) and time.monotonic() < until:
                assert worker.poll() is None, log.read_text()
                time.sleep(0.2)
        finally:
            worker.send_signal(signal.SIGTERM)
            try:
                worker.wait(20)
            except subprocess.TimeoutExpired:
                os.killpg(worker.pid, signal.SIGKILL)
                worker.wait()
        sent = [one.unpacked.decode() for one in sentry.asked]
    written = log.read_text()
    assert "Traceback" in written
    assert any("ValueError" in one for one in sent)
    assert PLANTED.findall(written.replace("config.tests.masking", "")) == []
    assert PLANTED.findall("\n".join(sent)) == []


def test_tasks_of_the_application_are_given_ids_alone():
    app.loader.import_default_modules()
    ours = {name: task for name, task in app.tasks.items() if not name.startswith(("celery.", "planted."))}
    taken = {
        name: set(task.run.__code__.co_varnames[: task.run.__code__.co_argcount]) - {"self"}
        for name, task in ours.items()
    }
    assert len(taken) > 4
    assert {name: given for name, given in taken.items() if not all(one.endswith("_id") for one in given)} == {}
