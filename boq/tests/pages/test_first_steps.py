"""A file comes first: its project is made on the way, and there are files to try Mizan with."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from boq.models import Boq
from boq.samples import SAMPLES
from boq.samples.english import villa
from projects.models import Project

pytestmark = pytest.mark.django_db


def test_a_file_makes_its_project(alice, pages, work):
    file = SimpleUploadedFile("Villa, plot 17.xlsx", villa())
    answer = pages(alice).post(reverse("boq:begin"), {"file": file})
    work()
    assert "/jobs/" in answer.url
    assert Boq.objects.get().project.name == "Villa, plot 17"


def test_several_files_share_one(alice, pages):
    files = [SimpleUploadedFile(f"{name}.csv", sample.make()) for name, sample in zip("ab", SAMPLES[::3], strict=True)]
    answer = pages(alice).post(reverse("boq:begin"), {"file": files})
    project = Project.objects.get()
    assert (project.name, project.uploads.count()) == ("a", 2)
    assert answer.url == reverse("projects:detail", args=[project.pk])


def test_a_file_that_is_not_taken_leaves_no_project(alice, pages, settings):
    settings.UPLOAD_BYTES = 10
    big = SimpleUploadedFile("big.csv", b"x" * 11)
    assert pages(alice).post(reverse("boq:begin"), {"file": big}).status_code == 413
    assert pages(alice).post(reverse("boq:begin")).status_code == 400
    assert not Project.objects.exists()


def test_a_viewer_begins_nothing(bob, pages):
    file = SimpleUploadedFile("a.csv", b"a,b")
    assert pages(bob).post(reverse("boq:begin"), {"file": file}).status_code == 403
    assert pages(bob).post(reverse("boq:sample", args=["villa"])).status_code == 403
    assert b"data-drop" not in pages(bob).get(reverse("projects:list")).content


def test_every_sample_is_offered_and_read(alice, pages, work):
    client = pages(alice)
    page = client.get(reverse("projects:list")).content.decode()
    for sample in SAMPLES:
        assert reverse("boq:sample", args=[sample.slug]) in page
        assert b"".join(client.get(reverse("boq:sample-file", args=[sample.slug]))) == sample.make()
        client.post(reverse("boq:sample", args=[sample.slug]))
    work()
    assert Boq.objects.count() == len(SAMPLES)
    wall = Boq.objects.get(format="csv")
    assert (wall.ties_out, wall.total - wall.stated_total) == (False, 4250)
    assert client.post(reverse("boq:sample", args=["nothing"])).status_code == 404
