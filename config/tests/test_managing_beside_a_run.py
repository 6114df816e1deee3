"""`make manage` reaches the database of a Mizan that runs, and of one that does not."""

import os
import subprocess
import sys

import pytest

from config.local.layout import ROOT

QUERY = "from django.db import connection as c; k = c.cursor(); k.execute('SELECT 1'); print(k.fetchone())"


def manage(folder, *words):
    outer = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "REDIS_URL")}
    environment = {**outer, "MIZAN_DATA_DIR": str(folder)}
    command = [sys.executable, "-m", "config.local", "manage", *words]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120)


def test_a_command_runs_where_mizan_does_not(tmp_path):
    done = manage(tmp_path / "data", "shell", "--no-imports", "-c", QUERY)
    assert done.returncode == 0, done.stderr
    assert "(1,)" in done.stdout


@pytest.mark.django_db
def test_a_superuser_made_in_the_shell_needs_no_mail(pages, settings):
    from accounts.models import User

    settings.STAFF_SECOND_FACTOR = False
    root = User.objects.create_superuser("root@example.com", "a-long-password-of-tests")
    assert root.emailaddress_set.get().verified
    assert pages(root).get("/admin/").status_code == 200
