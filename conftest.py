"""The people of every test: alice owns a firm, bob views in it, charlie is an outsider with a firm of his own."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import translation
from rest_framework.test import APIClient

pytest_plugins = ("boq.tests.browser.plugin",)
PASSWORD = "a-long-password-of-tests"
PROVEN = Path(__file__).parent / ".cache" / "proven"


def pytest_configure(config: pytest.Config) -> None:
    """Tests open and drop databases: no pool may hold one open. Each makes clients: none looks for static files anew."""
    from config.tests.static_files import look_once

    settings.DATABASES["default"]["OPTIONS"].pop("pool", None)
    look_once()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """Tests that commit leave the database as migrations made it. The audit trail refuses to be emptied by TRUNCATE: here it may be."""
    from django.db import connection
    from django.test import TransactionTestCase

    from config.tests.clearing import clear, remember

    TransactionTestCase._fixture_teardown = clear
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER IF EXISTS audit_table_stays ON accounts_auditentry")
        remember()


@pytest.fixture(autouse=True)
def words_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """The extra `embeddings`, where it is installed, is for benchmarks: tests give the same results with it and without."""
    monkeypatch.setattr("llm.vectors.available", lambda: False)


def _proven() -> Path | None:
    """Where `make proof` notes what has passed for the code as it is; None in a common run."""
    if not os.environ.get("MIZAN_PROOF"):
        return None
    state = subprocess.run(
        ["git", "rev-parse", "HEAD"], cwd=PROVEN.parents[1], capture_output=True, text=True, check=False
    )
    return PROVEN / (state.stdout.strip() or "unversioned")


# Files that take long are begun first, so that at the end no process waits for one of them.
LONG = (
    "test_killed_workers", "test_hard_bills", "test_llm_analysis", "test_pages_in_every_look", "/openapi/", "/masking/", "/browser/",
    "/journeys/",
    "test_no_page_breaks", "test_every_route", "/baselines/", "test_pdf_", "test_a_workbook_calculates", "/bad_input/", "/headers/",
)  # fmt: skip


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Long files first. `make proof` goes on where it was stopped: what has passed at this commit is not run again."""
    items.sort(key=lambda item: not any(part in item.nodeid for part in LONG))
    noted = _proven()
    if noted is None or not noted.exists():
        return
    passed = set(noted.read_text("utf-8").splitlines())
    config.hook.pytest_deselected(items=[item for item in items if item.nodeid in passed])
    items[:] = [item for item in items if item.nodeid not in passed]


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Note each proof that holds."""
    noted = _proven() if report.when == "call" and report.passed else None
    if noted is not None:
        noted.parent.mkdir(parents=True, exist_ok=True)
        with noted.open("a", encoding="utf-8") as file:
            file.write(f"{report.nodeid}\n")


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """All proven already is a success."""
    if _proven() is not None and exitstatus == pytest.ExitCode.NO_TESTS_COLLECTED:
        session.exitstatus = pytest.ExitCode.OK


@pytest.fixture(autouse=True)
def _own_files(tmp_path: Path, settings: Any) -> None:
    """Each test stores its files apart, keeps its mail, and hashes passwords fast."""
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    settings.API_THROTTLES = False  # a walk over all routes is faster than any person


@pytest.fixture(autouse=True)
def _own_language(settings: Any) -> None:
    """Each test begins in the service's language, whatever the last request of the one before it spoke."""
    translation.activate(settings.LANGUAGE_CODE)


@pytest.fixture(autouse=True)
def _fresh_counts(request: pytest.FixtureRequest) -> None:
    """Tests with a database count tries and keep sessions anew; the engine's tests need no broker."""
    marked = request.node.get_closest_marker("django_db") is not None
    if marked or {"db", "transactional_db"} & set(request.fixturenames):
        from django.core.cache import cache

        cache.clear()


def person(email: str, name: str) -> Any:
    from allauth.account.models import EmailAddress

    from accounts.models import User

    user = User.objects.create_user(email, PASSWORD, name=name)
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    return user


@pytest.fixture
def alice(db: None) -> Any:
    """Owner of her firm."""
    from accounts.services import found_home

    user = person("alice@example.com", "Alice")
    found_home(user=user, name="Alice & Partners")
    return user


@pytest.fixture
def firm(alice: Any) -> Any:
    return alice.organizations.get()


@pytest.fixture
def bob(alice: Any, firm: Any) -> Any:
    """Viewer in alice's firm."""
    from accounts.access import Role
    from accounts.models import Membership

    user = person("bob@example.com", "Bob")
    Membership.objects.create(organization=firm, user=user, role=Role.VIEWER)
    return user


@pytest.fixture
def charlie(db: None) -> Any:
    """Owner of another firm."""
    from accounts.services import found_home

    user = person("charlie@example.com", "Charlie")
    found_home(user=user, name="Charlie Ltd")
    return user


@pytest.fixture
def actor() -> Callable[[Any], Any]:
    """The actor that a person is in their first organization."""
    from accounts.services import actor_for

    return actor_for


@pytest.fixture
def api() -> Callable[[Any], APIClient]:
    """An API client with a person's access token; None for nobody."""
    from accounts.services import actor_for
    from accounts.tokens import mint

    def client(user: Any) -> APIClient:
        made = APIClient()
        if user is not None:
            made.credentials(HTTP_AUTHORIZATION=f"Bearer {mint(user, actor_for(user))['access']}")
        return made

    return client


@pytest.fixture
def pages() -> Callable[[Any], Client]:
    """A browser-like client that is signed in as a person; None for nobody."""

    def client(user: Any) -> Client:
        made = Client()
        if user is not None:
            made.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        return made

    return client


@pytest.fixture
def fresh(pages: Callable[[Any], Client]) -> Callable[[Any], Client]:
    """A client of somebody who has just proved who they are."""
    from allauth.account.internal.flows.login import (
        _AUTHENTICATION_METHODS_USER_SESSION_KEY,
        AUTHENTICATION_METHODS_SESSION_KEY,
    )

    def client(user: Any) -> Client:
        made = pages(user)
        session = made.session
        session[AUTHENTICATION_METHODS_SESSION_KEY] = [
            {"method": "password", "at": time.time(), "reauthenticated": True}
        ]
        session[_AUTHENTICATION_METHODS_USER_SESSION_KEY] = str(user.pk)
        session.save()
        return made

    return client


@pytest.fixture
def project(alice: Any, actor: Any) -> Any:
    from projects.services import create_project

    return create_project(by=actor(alice), name="Villa", currency="USD")


@pytest.fixture
def work(db: None) -> Callable[[], list[Any]]:
    """Run every queued job here and now, as a worker would; returns the jobs in the end they came to."""
    from django.utils import timezone
    from django.utils.module_loading import import_string

    from jobs.models import Job, Status
    from jobs.services import TASKS

    def run() -> list[Any]:
        ran = []
        while (
            job := Job.objects.filter(status=Status.QUEUED, woken_at__lte=timezone.now()).order_by("created_at").first()
        ):
            import_string(TASKS[job.kind])(str(job.pk))
            job.refresh_from_db()
            ran.append(job)
        return ran

    return run


@pytest.fixture
def upload(alice: Any, actor: Any, project: Any) -> Callable[..., tuple[Any, Any]]:
    """Upload bytes into alice's project: (upload, job)."""
    from boq.services.uploads import receive

    def send(data: bytes, name: str = "bill.xlsx") -> tuple[Any, Any]:
        return receive(by=actor(alice), project=project, file=SimpleUploadedFile(name, data))

    return send


@pytest.fixture
def boq(upload: Any, work: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    """The sample villa, read."""
    from boq.models import Boq
    from boq.samples.english import villa
    from boq.tests.kept_readings import kept_reading

    _, job = upload(villa(), "villa.xlsx")
    with monkeypatch.context() as here:
        here.setattr("boq.pipelines.import_boq.reading_in_child", kept_reading)
        work()
    job.refresh_from_db()
    assert job.status == "succeeded", (job.status, job.error_code, job.result)
    return Boq.objects.get(pk=job.result["boq"])
