-- The role that backups work with: it reads everything and writes nothing. Run once, as a superuser, in the application's database:
--   psql -d mizan -f deploy/backup/role.sql
-- then give it a password (\password mizan_backup), put that into the file that [database] connection names as passfile, and let it
-- in for replication in pg_hba.conf:  host replication mizan_backup 127.0.0.1/32 scram-sha-256
DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'mizan_backup') THEN
        CREATE ROLE mizan_backup LOGIN REPLICATION;
    END IF;
END
$$;
GRANT pg_read_all_data, pg_read_all_settings TO mizan_backup;
GRANT EXECUTE ON FUNCTION pg_create_restore_point(text), pg_switch_wal(), pg_control_system() TO mizan_backup;
