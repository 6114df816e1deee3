"""The application's settings with pages that fail in every way in which a secret could come out."""

from config.settings import *  # noqa: F403

ROOT_URLCONF = "config.tests.masking.failing_urls"
CELERY_IMPORTS = ("config.tests.masking.failing_tasks",)
