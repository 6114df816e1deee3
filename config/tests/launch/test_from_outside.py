"""Lines that are asked at the public address, as a stranger asks."""

from __future__ import annotations

import json
import time
from dataclasses import replace

import pytest
from django.core.files.base import ContentFile

from boq.models import Upload
from config.launch.base import Site, State
from config.launch.lines import door
from config.tests.certificates import trusted_server
from config.tests.servers import Reply, serving
from projects.models import Project

HSTS = {"Strict-Transport-Security": "max-age=31536000; includeSubDomains; preload"}


@pytest.mark.parametrize(
    ("code", "path", "good", "bad"),
    [
        ("door.ready", "/health/ready", Reply(200), Reply(503)),
        ("door.status", "/status/", Reply(200), Reply(404)),
        ("door.metrics", "/metrics", Reply(404), Reply(200)),
        ("door.https", "/", Reply(200, headers=HSTS), Reply(200)),
        ("door.https", "/", Reply(200, headers=HSTS), Reply(200, headers={"Strict-Transport-Security": "max-age=60"})),
    ],
)
def test_what_a_stranger_is_answered(judge, code, path, good, bad):
    for reply, holds in ((good, True), (bad, False)):
        with serving(lambda asked, reply=reply: reply if asked.path == path else Reply(500)) as server:
            assert judge(code, Site(server.url)) is holds


def test_nobody_there_is_no_proof_that_something_is_closed(judge):
    gone = Site("http://127.0.0.1:1")
    for code in ("door.ready", "door.status", "door.metrics", "door.https", "door.certificate"):
        assert not judge(code, gone)


def test_plain_http_is_sent_on(judge, monkeypatch):
    answers = {
        "https://mizan.firm.org/": door.Answer(
            200, "", {"strict-transport-security": HSTS["Strict-Transport-Security"]}
        )
    }
    monkeypatch.setattr(door, "ask", lambda url, **more: answers.get(url, door.Answer(0, "refused")))
    site = Site("https://mizan.firm.org")
    for plain, good in (
        (door.Answer(301, "", {"location": "https://mizan.firm.org/"}), True),
        (door.Answer(0, "refused"), True),  # nobody answers there
        (door.Answer(200, "<html>"), False),
        (door.Answer(302, "", {"location": "http://mizan.firm.org/en/"}), False),
    ):
        answers["http://mizan.firm.org/"] = plain
        assert judge("door.https", site) is good


def test_a_certificate_that_browsers_trust_that_lasts_and_that_is_watched(settings, tmp_path, monkeypatch, judge, look):
    with trusted_server(tmp_path, monkeypatch, "localhost") as port:
        site = Site(f"https://localhost:{port}")
        settings.METRICS = replace(settings.METRICS, certificate="/etc/tls/fullchain.pem")
        assert (
            "days left: 0" in look("door.certificate", site).words
            or "days left: 1" in look("door.certificate", site).words
        )
        assert not judge("door.certificate", site)
        monkeypatch.setattr(door, "expires", lambda where: time.time() + 60 * 86_400)
        assert judge("door.certificate", site)
        settings.METRICS = replace(settings.METRICS, certificate="")
        assert not judge("door.certificate", site)
        assert "METRICS_CERTIFICATE is empty" in look("door.certificate", site).words
        monkeypatch.delenv("SSL_CERT_FILE")
        assert "CERTIFICATE_VERIFY_FAILED" in look("door.certificate", site).words


@pytest.mark.django_db
def test_an_uploaded_file_is_asked_for_wherever_a_web_server_might_give_it_out(firm, judge, look):
    with serving(lambda asked: Reply(404)) as server:
        assert look("door.files", Site(server.url)).state is State.PERSON  # there is none yet
        project = Project.objects.create(organization=firm, name="x", currency="EUR")
        upload = Upload.objects.create(
            organization=firm, project=project, file=ContentFile(b"prices", "x.xlsx"), name="x", size=6
        )
        assert judge("door.files", Site(server.url))
        assert f"/media/{upload.file.name}" in [one.path for one in server.asked]
    with serving(lambda asked: Reply(200 if asked.path.startswith("/media/") else 404)) as server:
        assert not judge("door.files", Site(server.url))
        assert upload.file.name not in look("door.files", Site(server.url)).words


@pytest.fixture
def gathered(settings, tmp_path):
    """Static files as they are gathered for a server: one of them."""
    settings.STATIC_ROOT = tmp_path / "static"
    folder = tmp_path / "static" / "mizan"
    folder.mkdir(parents=True)
    (folder / "base.0123456789ab.css").write_text("a{}")
    listed = {"paths": {"mizan/base.css": "mizan/base.0123456789ab.css"}, "version": "1.1", "hash": "0"}
    (tmp_path / "static" / "staticfiles.json").write_text(json.dumps(listed))
    storage = "whitenoise.storage.CompressedManifestStaticFilesStorage"
    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": storage}}
    return tmp_path / "static"


def test_static_files_are_there_under_names_with_their_hash(settings, judge, gathered):
    assert judge("door.static")
    (gathered / "mizan" / "base.0123456789ab.css").unlink()
    assert not judge("door.static")
    (gathered / "staticfiles.json").unlink()
    assert not judge("door.static")
    storage = "django.contrib.staticfiles.storage.StaticFilesStorage"
    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": storage}}
    assert not judge("door.static")


def test_static_files_may_be_kept_for_a_year(judge, look, gathered):
    for rule, good in (("public, max-age=31536000, immutable", True), ("no-cache", False)):
        with serving(lambda asked, rule=rule: Reply(200, b"a{}", {"Cache-Control": rule})) as server:
            assert judge("door.kept", Site(server.url)) is good
            assert server.asked[-1].path == "/static/mizan/base.0123456789ab.css"
    (gathered / "staticfiles.json").unlink()
    assert look("door.kept", Site("http://127.0.0.1:1")).state is State.PERSON


def test_without_a_public_address_nothing_is_asked_and_nothing_is_claimed(look):
    for code in (
        "door.ready",
        "door.https",
        "door.certificate",
        "door.metrics",
        "door.files",
        "door.status",
        "door.kept",
    ):
        assert look(code, Site()).state is State.PERSON
