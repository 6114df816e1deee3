#!/bin/sh
# Run once, by the image, in a new database: a role for Mizan that owns its database and is no superuser, one for backups, and the
# extension that only a superuser may add.
set -eu
password() { cat "/run/secrets/$1"; }
psql --quiet --set ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname postgres \
    --set mizan="$(password postgres_password)" --set backup="$(password backup_password)" <<'SQL'
CREATE ROLE mizan LOGIN PASSWORD :'mizan';
CREATE ROLE mizan_backup LOGIN REPLICATION PASSWORD :'backup';
CREATE DATABASE mizan OWNER mizan;
\connect mizan
CREATE EXTENSION IF NOT EXISTS pg_stat_statements;
\i /etc/mizan-backup/role.sql
SQL
