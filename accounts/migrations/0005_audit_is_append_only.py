"""The database itself keeps the audit trail: no entry is changed, and none is removed before it is a year old."""

from django.db import migrations

FUNCTION = """
CREATE FUNCTION audit_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' AND OLD.created_at < now() - interval '1 year' THEN
        RETURN OLD;  -- retention may remove what is old; the application decides how old
    END IF;
    RAISE EXCEPTION 'the audit trail is append-only' USING ERRCODE = 'restrict_violation';
END
$$;
"""
ROWS = """
CREATE TRIGGER audit_rows_stay BEFORE UPDATE OR DELETE ON accounts_auditentry
FOR EACH ROW EXECUTE FUNCTION audit_is_append_only();
"""
WHOLE = """
CREATE TRIGGER audit_table_stays BEFORE TRUNCATE ON accounts_auditentry
FOR EACH STATEMENT EXECUTE FUNCTION audit_is_append_only();
"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0004_personal_choices")]

    operations = [
        migrations.RunSQL(FUNCTION, "DROP FUNCTION audit_is_append_only()"),
        migrations.RunSQL(ROWS, "DROP TRIGGER audit_rows_stay ON accounts_auditentry"),
        migrations.RunSQL(WHOLE, "DROP TRIGGER audit_table_stays ON accounts_auditentry"),
    ]
