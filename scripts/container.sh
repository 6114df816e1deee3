#!/bin/sh
# What a container of the Mizan image does, by its first word: web, worker, beat, flower, migrate; anything else is run as it is.
set -eu
role=${1:-web}
[ $# = 0 ] || shift
app=config.celery:app
case "$role" in
web)
    exec gunicorn config.wsgi:application --bind 0.0.0.0:8000 --worker-class gthread --preload \
        --workers "${WEB_WORKERS:-2}" --threads "${WEB_THREADS:-4}" --timeout 60 --graceful-timeout 20 \
        --worker-tmp-dir /dev/shm --no-control-socket "$@"
    ;;
worker) exec celery -A $app worker --loglevel INFO --concurrency "${WORKER_PROCESSES:-2}" --hostname "worker@%h" "$@" ;;
beat) exec celery -A $app beat --loglevel INFO --pidfile "" "$@" ;;
flower)
    : "${FLOWER_BASIC_AUTH:?Flower shows every job: set FLOWER_BASIC_AUTH=name:password}"
    exec celery -A $app flower --address=0.0.0.0 --port=5555 "$@"
    ;;
migrate) exec python manage.py migrate --no-input "$@" ;;
*) exec "$role" "$@" ;;
esac
