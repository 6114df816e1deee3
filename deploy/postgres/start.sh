#!/bin/sh
# PostgreSQL in its container. A folder of backups of your own begins as root's, and the server hands its log over to it.
set -eu
chown postgres:postgres /var/backups/mizan
chmod 700 /var/backups/mizan
exec docker-entrypoint.sh postgres -c config_file=/etc/mizan/postgresql.conf "$@"
