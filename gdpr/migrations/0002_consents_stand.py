"""The database itself refuses to change or remove a consent. TRUNCATE, which only the owner of the table may do, stays possible."""

from django.db import migrations

FORWARDS = """
CREATE FUNCTION gdpr_consent_stands() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'consents are neither changed nor removed' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER gdpr_consent_stands BEFORE UPDATE OR DELETE ON gdpr_consent
FOR EACH ROW EXECUTE FUNCTION gdpr_consent_stands();
"""
BACKWARDS = """
DROP TRIGGER gdpr_consent_stands ON gdpr_consent;
DROP FUNCTION gdpr_consent_stands();
"""


class Migration(migrations.Migration):
    dependencies = [("gdpr", "0001_first")]

    operations = [migrations.RunSQL(FORWARDS, BACKWARDS)]
