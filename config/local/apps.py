"""Mizan's own processes in a local run: what each runs, after Django has been loaded once for all of them."""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Mapping
from pathlib import Path

from config.local.children import Child
from config.local.faults import LauncherError
from config.local.layout import ROOT, Layout
from config.local.ports import HOST

SHARED_MODULES = (
    "config.wsgi",
    "config.urls",
    "config.local.prepare",
    "gunicorn.app.wsgiapp",
    "gunicorn.workers.gthread",
    "celery.apps.worker",
    "celery.apps.beat",
    "celery.concurrency.prefork",
    "kombu.transport.redis",
    "django_celery_beat.schedulers",
)
TITLES = sys.platform != "darwin"  # where they break copies
MEMORY_FOLDER = Path("/dev/shm")  # for gunicorn's heartbeats, which may block on a disk


def load(environment: Mapping[str, str]) -> None:
    """Load Django and all apps into this process. Raises LauncherError when the settings need mending."""
    if TITLES:
        importlib.import_module(
            "setproctitle"
        ).getproctitle()  # finds the place of the title, which a new variable moves
    os.environ.update(environment)
    os.chdir(ROOT)
    if str(ROOT) not in sys.path:
        sys.path.insert(0, str(ROOT))
    from django.core.exceptions import ImproperlyConfigured

    try:
        for name in SHARED_MODULES:
            importlib.import_module(name)
        importlib.import_module("config.celery").app.loader.import_default_modules()
    except ImproperlyConfigured as error:
        raise LauncherError(str(error)) from error


def app_children(layout: Layout, port: int) -> list[Child]:
    """prepare, web, worker, beat."""
    return [
        Child("prepare", _prepare, layout),
        Child("web", lambda: _web(port), layout),
        Child("worker", _worker, layout, grace=20.0),
        Child("beat", _beat, layout, grace=5.0),
    ]


def _prepare() -> None:
    _call_yourself("mizan", "prepare")
    importlib.import_module("config.local.prepare").prepare()


def _web(port: int) -> None:
    heartbeats = ["--worker-tmp-dir", str(MEMORY_FOLDER)] if os.access(MEMORY_FOLDER, os.W_OK) else []
    _call_yourself(
        *("gunicorn", "config.wsgi:application", "--bind", f"{HOST}:{port}", "--preload", "--no-control-socket"),
        *("--worker-class", "gthread", "--workers", "2", "--threads", "4", "--graceful-timeout", "8", *heartbeats),
    )
    importlib.import_module("gunicorn.app.wsgiapp").run()


def _worker() -> None:
    """What `celery worker` does, without its command line, which loads a shell and more into every process."""
    _call_yourself("celery", "-A", "config.celery:app", "worker")
    worker = importlib.import_module("config.celery").app.Worker(
        loglevel="INFO", without_gossip=True, without_mingle=True
    )
    worker.start()
    sys.exit(worker.exitcode)


def _beat() -> None:
    _call_yourself("celery", "-A", "config.celery:app", "beat")
    importlib.import_module("config.celery").app.Beat(loglevel="INFO").run()


def _call_yourself(*words: str) -> None:
    """Show in `ps` what a copy of the launcher has become."""
    sys.argv = list(words)
    if TITLES:
        importlib.import_module("setproctitle").setproctitle(" ".join(words))
