#!/bin/sh
# What a container of the Mizan image does, by its first word: web, worker, beat, flower, migrate; anything else is run as it is.
# `healthy` says by its exit status whether what the container began as still works.
set -eu
role=${1:-web}
[ $# = 0 ] || shift
app=config.celery:app
note=${TMPDIR:-/tmp}/mizan-role
alive=${TMPDIR:-/tmp}/mizan-alive

answers() { # answers ADDRESS: with success, within five seconds
    exec python -S -c "import sys, urllib.request as r; r.urlopen(sys.argv[1], timeout=5)" "$1"
}
# Worker and beat touch this file while they work (config/heartbeat.py): asking them would cost a start of Python and the broker.
lives() { [ -n "$(find "$alive" -newermt '-90 seconds' 2>/dev/null)" ]; }

case "$role" in
web | worker | beat | flower | migrate) printf %s "$role" >"$note" ;;
esac
case "$role" in
web)
    # Idle connections are kept longer here than in nginx (60 s), which is then always the one that closes them.
    exec gunicorn config.wsgi:application --bind 0.0.0.0:8000 --worker-class gthread --preload \
        --workers "${WEB_WORKERS:-2}" --threads "${WEB_THREADS:-4}" --timeout 60 --graceful-timeout 30 --keep-alive 75 \
        --worker-tmp-dir /dev/shm --no-control-socket "$@"
    ;;
worker) exec celery -A $app worker --loglevel INFO --concurrency "${WORKER_PROCESSES:-2}" --hostname "worker@%h" "$@" ;;
beat) exec celery -A $app beat --loglevel INFO --pidfile "" "$@" ;;
flower)
    # Flower takes FLOWER_BASIC_AUTH from the environment alone, and shows every job to whoever gets in.
    [ -z "${FLOWER_BASIC_AUTH_FILE:-}" ] || FLOWER_BASIC_AUTH=$(cat "$FLOWER_BASIC_AUTH_FILE")
    : "${FLOWER_BASIC_AUTH:?Flower shows every job: set FLOWER_BASIC_AUTH=name:password}"
    export FLOWER_BASIC_AUTH
    exec celery -A $app flower --address=0.0.0.0 --port=5555 "$@"
    ;;
migrate)
    python manage.py migrate --no-input "$@"
    # Static files of this release beside those of earlier ones, for a proxy that gives them out. Their names carry their hash.
    if [ -w /static ] && [ -d staticfiles ]; then
        mkdir -p /static/static
        cp -R --no-clobber --preserve=timestamps staticfiles/. /static/static/
    fi
    ;;
healthy)
    case "$(cat "$note" 2>/dev/null || echo web)" in
    web) answers http://127.0.0.1:8000/health/live ;;
    flower) answers "http://127.0.0.1:5555/${FLOWER_URL_PREFIX:+$FLOWER_URL_PREFIX/}healthcheck" ;;
    worker | beat) lives ;;
    esac
    ;;
*) exec "$role" "$@" ;;
esac
