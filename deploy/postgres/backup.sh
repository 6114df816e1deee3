#!/bin/sh
# The timetable of backups in their container: files each minute; once a day from BACKUP_HOUR (UTC) on a copy of the cluster, which is then
# restored and tried. What fails is tried again an hour later, and told by backups/status.json, which metrics and alerts read.
#   docker compose run --rm backup list      any other command of the backups, by hand
set -eu
PGPASSWORD=$(cat /run/secrets/backup_password)
export PGPASSWORD
backup=/app/deploy/bin/backup
[ $# = 0 ] || exec $backup "$@"

noted=/data/backups/nightly # the day of the last copy that was made and tried
not_before=0
trap 'exit 0' TERM INT
while :; do
    $backup files >/dev/null || true
    today=$(date -u +%F)
    if [ "$(date -u +%-H)" -ge "${BACKUP_HOUR:-2}" ] && [ "$(cat $noted 2>/dev/null)" != "$today" ] && [ "$(date +%s)" -ge $not_before ]; then
        if $backup base && $backup verify; then
            echo "$today" >$noted
        else
            not_before=$(($(date +%s) + 3600))
        fi
    fi
    sleep 60 &
    wait $!
done
