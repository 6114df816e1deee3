"""The WSGI door for gunicorn."""

import os
from importlib import import_module

from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
os.environ.setdefault("MIZAN_PROCESS", "web")  # before settings are read: config/data_env.py
application = get_wsgi_application()
settings.ENV.require_secret_key()
import_module(settings.ROOT_URLCONF)  # once, before the web processes fork
if not (settings.ENV.local or settings.DEBUG):
    import_module("config.warm").warm()
