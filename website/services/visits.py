"""Counts of visits: added to, and read as sums."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import connection, transaction
from django.db.models import Sum
from django.utils import timezone

from website.models import DailyCount

MOST_HOSTS = 200  # a day: whoever invents hosts fills no table
OTHER = "other"
_ADD = """
INSERT INTO website_dailycount (day, page, language, referrer, opened) VALUES (%s, %s, %s, %s, 1)
  ON CONFLICT (day, page, language, referrer) DO UPDATE SET opened = website_dailycount.opened + 1
"""


@transaction.atomic
def count(*, day: date, page: str, language: str, referrer: str) -> None:
    """One visit more."""
    if referrer and _unknown(day, referrer):
        known = DailyCount.objects.filter(day=day).exclude(referrer="").values("referrer").distinct().count()
        referrer = OTHER if known >= MOST_HOSTS else referrer
    with connection.cursor() as cursor:
        cursor.execute(_ADD, [day, page, language, referrer])


def _unknown(day: date, referrer: str) -> bool:
    return not DailyCount.objects.filter(day=day, referrer=referrer).exists()


def sums(by: str, *, days: int = 30, most: int = 10) -> list[tuple[str, int]]:
    """(page, language, referrer or day, visits) of the last days, the most first; `by` is the field."""
    since = timezone.now().date() - timedelta(days=days - 1)
    rows = DailyCount.objects.filter(day__gte=since).values(by).annotate(visits=Sum("opened")).order_by("-visits", by)
    return [(str(row[by]), int(row["visits"])) for row in rows[:most]]
