"""Which files are shown to everybody."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from boq.models import Upload


class DemoBill(models.Model):
    """A file that anybody may read under `/demo/`, one for each language. Only `load_public_demo` makes it public."""

    language = models.CharField(max_length=8, primary_key=True, choices=settings.LANGUAGES)
    upload = models.OneToOneField(Upload, on_delete=models.CASCADE, related_name="+")

    def __str__(self) -> str:
        return self.language
