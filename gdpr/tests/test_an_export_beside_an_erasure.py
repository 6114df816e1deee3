"""An export that is finished in the moment in which its person is erased leaves no file behind."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone

from gdpr.models import DataExport
from gdpr.services import erasing, exports
from jobs.lease import JobCancelled

pytestmark = pytest.mark.django_db(transaction=True)


def test_it_waits_for_the_erasure_and_finds_nobody(alice, firm, erased, monkeypatch):
    export = DataExport.objects.create(user=alice, expires_at=timezone.now() + timedelta(days=1))
    finishing: list[Future[None]] = []
    clear = erasing.clear_cache

    def finish():
        try:
            with transaction.atomic():
                exports._keep(export.pk, "privacy/late", 1, "0" * 64)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:

        def meanwhile(person):
            if not finishing:
                finishing.append(pool.submit(finish))
                with pytest.raises(TimeoutError):
                    finishing[0].result(0.5)
            return clear(person)

        monkeypatch.setattr(erasing, "clear_cache", meanwhile)
        assert erased(alice).status == "done"
        with pytest.raises(JobCancelled):
            finishing[0].result(10)
    assert not DataExport.objects.exists()
