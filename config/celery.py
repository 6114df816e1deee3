"""The Celery application. Tasks are wake-ups only: the job row in PostgreSQL is the truth (docs/adr/0003)."""

import os

from celery import Celery
from celery.signals import worker_init
from django.conf import settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
app = Celery("mizan")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@worker_init.connect
def refuse_to_work_without_a_key(**kwargs: object) -> None:
    """A worker must share its key with the web processes."""
    settings.ENV.require_secret_key()
