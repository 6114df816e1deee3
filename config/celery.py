"""The Celery application. Tasks are wake-ups only: the job row in PostgreSQL is the truth (docs/adr/0003)."""

import os
from importlib import import_module

from celery import Celery
from celery.signals import worker_init, worker_ready
from django.conf import settings

from config import heartbeat

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
if not settings.configured:  # a worker or beat; whoever else sends tasks has read its settings by now
    os.environ.setdefault("MIZAN_PROCESS", "worker")
app = Celery("mizan")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
heartbeat.watch()


@worker_init.connect
def refuse_to_work_without_a_key(**kwargs: object) -> None:
    """A worker must share its key with the web processes."""
    settings.ENV.require_secret_key()


@worker_ready.connect
def tell_metrics(**kwargs: object) -> None:
    """A worker that shares no folder of metrics with web has a port of its own for them."""
    if settings.METRICS.port:
        import_module("config.metrics.port").open_port(settings.METRICS.port)
