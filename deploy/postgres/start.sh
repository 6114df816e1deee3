#!/bin/sh
# PostgreSQL in its container: the volume of the archive begins as root's, and the server is another user.
set -eu
chown postgres:postgres "${WAL_ARCHIVE:-/wal}"
chmod 750 "${WAL_ARCHIVE:-/wal}"
exec docker-entrypoint.sh postgres -c config_file=/etc/mizan/postgresql.conf "$@"
