"""What retention removed, run by run."""

from __future__ import annotations

from django.db import models


class RetentionRun(models.Model):
    """One run over the rules of `gdpr.retention`: {rule: rows}. A dry run counts and removes nothing."""

    started_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True)
    dry_run = models.BooleanField(default=False)
    counts = models.JSONField(default=dict)

    class Meta:
        ordering = ["-started_at"]

    def __str__(self) -> str:
        return f"{self.started_at:%Y-%m-%d %H:%M}"
