"""Nobody changes the audit trail, not even with SQL: the database refuses."""

from datetime import timedelta
from importlib import import_module

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from accounts.models import AuditEntry, AuditOrigin, Organization

pytestmark = pytest.mark.django_db
trail = import_module("accounts.migrations.0005_audit_is_append_only")


def refused(sql, *values):
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, values)


def test_an_entry_is_not_changed(firm):
    refused("UPDATE accounts_auditentry SET action = 'nothing'")
    refused("UPDATE accounts_auditentry SET facts = '{}' WHERE organization_id = %s", firm.pk)


def test_an_entry_is_not_removed(firm):
    refused("DELETE FROM accounts_auditentry")
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        AuditEntry.objects.all().delete()
    assert AuditEntry.objects.filter(organization_id=firm.pk).exists()


def test_the_table_is_not_emptied(firm):
    """The test database goes without this trigger, for it is emptied between tests: here it stands again."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(trail.WHOLE)
        refused("TRUNCATE accounts_auditentry")
        transaction.set_rollback(True)


def test_what_is_older_than_a_year_may_end(firm):
    old = AuditEntry(organization_id=firm.pk, actor_kind="system", action="x", target_type="x", target_id="x")
    old.save()
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE accounts_auditentry DISABLE TRIGGER audit_rows_stay")
        AuditEntry.objects.filter(pk=old.pk).update(created_at=timezone.now() - timedelta(days=366))
        cursor.execute("ALTER TABLE accounts_auditentry ENABLE TRIGGER audit_rows_stay")
    assert AuditEntry.objects.filter(pk=old.pk).delete()[0] == 1


def test_the_trail_outlives_the_organization(firm):
    Organization.objects.filter(pk=firm.pk).delete()
    assert AuditEntry.objects.filter(organization_id=firm.pk, action="organization.created").exists()


def test_the_persons_of_the_trail_can_be_erased(firm, alice):
    assert AuditOrigin.objects.filter(actor_id=alice.pk).delete()[0] == 1
    assert AuditEntry.objects.get(action="organization.created").actor_id == alice.pk
