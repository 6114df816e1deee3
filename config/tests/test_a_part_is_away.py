"""Without the database, or without room on a disk, people and programs are told to come again: 503 with a code, never 500."""

from __future__ import annotations

import errno

import psycopg
import pytest
from django.core.files.storage import FileSystemStorage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import InterfaceError, OperationalError
from django.db.backends.utils import CursorWrapper
from psycopg import errors

from boq.models import Upload
from config.errors import coded
from jobs.models import Job


def of_server(kind):
    """An error as Django raises it where PostgreSQL said why."""
    raised = OperationalError("said by the server")
    raised.__cause__ = kind("said by the server")
    return raised


@pytest.mark.parametrize(
    ("error", "status", "code"),
    [
        (OperationalError("connection refused"), 503, "unavailable"),
        (of_server(psycopg.OperationalError), 503, "unavailable"),
        (of_server(errors.AdminShutdown), 503, "unavailable"),
        (of_server(errors.CannotConnectNow), 503, "unavailable"),
        (of_server(errors.TooManyConnections), 503, "unavailable"),
        (InterfaceError("the connection is closed"), 503, "unavailable"),
        (of_server(errors.DiskFull), 503, "storage_full"),
        (OSError(errno.ENOSPC, "No space left on device"), 503, "storage_full"),
        (OSError(errno.EDQUOT, "Disk quota exceeded"), 503, "storage_full"),
        (of_server(errors.QueryCanceled), 500, "server_error"),
        (of_server(errors.DeadlockDetected), 500, "server_error"),
        (OSError(errno.EACCES, "Permission denied"), 500, "server_error"),
    ],
)
def test_what_is_nobodys_fault_is_told_from_our_own(error, status, code):
    assert coded(error)[:2] == (status, code)


@pytest.fixture
def away(monkeypatch):
    """The database answers nothing from now on. Call it with a word to fail only statements that hold it."""

    def go(word=""):
        whole = CursorWrapper.execute

        def refused(self, sql, params=None):
            if word in str(sql):
                raise OperationalError("server closed the connection unexpectedly")
            return whole(self, sql, params)

        monkeypatch.setattr(CursorWrapper, "execute", refused)

    return go


@pytest.mark.django_db
@pytest.mark.parametrize("word", ["", "projects_project"], ids=["at all", "in the middle of a page"])
def test_without_the_database_everybody_is_told_when_to_come_again(word, away, pages, api, alice, project):
    browser, program = pages(alice), api(alice)
    browser.raise_request_exception = program.raise_request_exception = False
    assert browser.get("/projects/").status_code == 200
    away(word)
    page, answer = browser.get("/projects/"), program.get("/api/v1/projects/")
    assert (page.status_code, answer.status_code) == (503, 503)
    assert answer.json()["error"]["code"] == "unavailable"
    assert int(page["Retry-After"]) > 0
    assert int(answer["Retry-After"]) > 0
    assert "text/html" in page["Content-Type"]
    assert "does not answer at this moment" in page.content.decode()


@pytest.mark.django_db
def test_a_file_that_finds_no_room_is_refused_and_nothing_of_it_is_kept(api, pages, alice, project, monkeypatch):
    def full(*args, **kwargs):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(FileSystemStorage, "_save", full)
    answer = api(alice).post(
        f"/api/v1/projects/{project.pk}/uploads/", {"file": SimpleUploadedFile("bill.csv", b"a,b")}, format="multipart"
    )
    assert (answer.status_code, answer.json()["error"]["code"]) == (503, "storage_full")
    assert int(answer["Retry-After"]) >= 60
    page = pages(alice).post(f"/projects/{project.pk}/uploads/", {"file": SimpleUploadedFile("bill.csv", b"a,b")})
    assert page.status_code == 503
    assert "no room for files" in page.content.decode()
    assert not Upload.objects.exists()
    assert not Job.objects.exists()
