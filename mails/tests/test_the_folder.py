"""In a local run a newcomer finds the link of their mail in the terminal."""

from __future__ import annotations

import pytest

from config.local.mails import MailWatch
from jobs.models import Job
from mails import services, tasks


@pytest.mark.django_db
def test_the_launcher_shows_each_new_mail_once_with_its_link(settings, tmp_path, alice):
    settings.DATA_DIR = tmp_path
    settings.EMAIL_BACKEND = "mails.backends.FolderBackend"
    watch = MailWatch(tmp_path / "mails")
    assert watch.news() == []
    services.post(to=alice, template="verify_address", language="ru", facts={"link": "https://x.test/1", "days": 3})
    tasks.send(str(Job.objects.get().pk))
    (told,) = watch.news()
    assert "Mail to alice@example.com: Подтвердите адрес электронной почты" in told
    assert "\n  https://x.test/1\n" in told
    assert watch.news() == []
    (file,) = (tmp_path / "mails").iterdir()
    assert file.stat().st_mode & 0o077 == 0


def test_mails_of_earlier_runs_are_not_shown_again(tmp_path):
    (tmp_path / "old.txt").write_text("To: a\nSubject: b\n\nc")
    assert MailWatch(tmp_path).news() == []
