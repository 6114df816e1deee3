"""The shortest way in: a file comes first, and the project is made on the way."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.db import transaction

from accounts.access import Actor
from accounts.errors import Invalid, NotFound
from boq.models import Upload
from boq.samples import SAMPLES, Sample
from boq.services.uploads import clean_name, receive
from jobs.models import Job
from projects.models import Project
from projects.services import create_project

NAME = Project._meta.get_field("name").max_length or 200


@transaction.atomic
def begin(*, by: Actor, file: UploadedFile[Any] | None) -> tuple[Upload, Job]:
    """A new project that is called as the file is, with the file in it. A file that is not taken leaves no project behind.

    Raises what `create_project` and `receive` raise.
    """
    if file is None:
        raise Invalid("no_file")
    name = clean_name(file.name or "")
    stem = name.rpartition(".")[0].strip() or name
    return receive(by=by, project=create_project(by=by, name=stem[:NAME]), file=file)


def sample_of(slug: str) -> Sample:
    """The sample file of that name. Raises NotFound when there is none."""
    found = next((sample for sample in SAMPLES if sample.slug == slug), None)
    if found is None:
        raise NotFound("not_found")
    return found


def try_sample(*, by: Actor, slug: str) -> tuple[Upload, Job]:
    """As `begin`, with a file that Mizan brings along."""
    sample = sample_of(slug)
    return begin(by=by, file=SimpleUploadedFile(sample.name, sample.make()))
