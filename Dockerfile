# One image, five roles: docker run mizan web | worker | beat | flower | migrate
FROM python:3.13.15-slim-bookworm AS base
ENV PATH=/opt/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    DJANGO_SETTINGS_MODULE=config.settings MIZAN_DATA_DIR=/data
# The folders are there so that volumes mounted on them begin as this user's.
RUN groupadd --system --gid 10001 mizan \
    && useradd --system --uid 10001 --gid mizan --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin mizan \
    && install -d -o mizan -g mizan -m 755 /data /data/backups /static
WORKDIR /app

FROM base AS packages
ENV UV_LINK_MODE=copy UV_COMPILE_BYTECODE=1 UV_NO_CACHE=1 PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
COPY requirements/uv.txt requirements/production.txt /build/
RUN pip install --quiet --require-hashes --requirement /build/uv.txt \
    && uv venv --quiet /opt/venv \
    && uv pip install --quiet --python /opt/venv/bin/python --require-hashes --no-deps --requirement /build/production.txt

# For docker-compose.dev.yml: the code is mounted over /app, and tools for tests and checks are there.
FROM packages AS development
COPY requirements/dev.txt requirements/embedded.txt /build/
RUN uv pip install --quiet --python /opt/venv/bin/python --require-hashes --no-deps \
    --requirement /build/dev.txt --requirement /build/embedded.txt
USER 10001:10001
ENTRYPOINT ["/app/scripts/container.sh"]

# The code compiled once (containers cannot write beside it), and static files with their hashes and compressed copies.
FROM packages AS build
COPY . /app
RUN python -m compileall -q --invalidation-mode unchecked-hash -j 0 /app \
    && SECRET_KEY=for-collectstatic-only-for-collectstatic-only python manage.py collectstatic --no-input --verbosity 0

# PostgreSQL with the means of backups beside it: it hands its log over to them, and they restore each copy and try it with the application.
FROM postgres:18.6-bookworm AS database
SHELL ["/bin/bash", "-o", "pipefail", "-c"]
# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install --yes --no-install-recommends ca-certificates libffi8 libsqlite3-0 \
    && rm -rf /var/lib/apt/lists/*
COPY --from=packages /usr/local/bin/python3.13 /usr/local/bin/
COPY --from=packages /usr/local/lib/ /usr/local/lib/
COPY --from=packages /opt/venv /opt/venv
COPY --from=build /app /app
RUN ln -s python3.13 /usr/local/bin/python3 && ln -s python3 /usr/local/bin/python && ldconfig \
    && install -d -o postgres -g postgres -m 700 /var/backups/mizan
ENV PATH=/opt/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 DJANGO_SETTINGS_MODULE=config.settings

FROM base AS mizan
COPY --from=packages /opt/venv /opt/venv
COPY --from=build /app /app
# All processes of a container count together here: docs/operations/monitoring.md
ENV PROMETHEUS_MULTIPROC_DIR=/tmp/mizan-metrics
ARG MIZAN_REVISION=unknown
LABEL org.opencontainers.image.title="Mizan" \
    org.opencontainers.image.description="Reads, proves, analyses and prices bills of quantities." \
    org.opencontainers.image.licenses="Apache-2.0" \
    org.opencontainers.image.revision="$MIZAN_REVISION"
USER 10001:10001
VOLUME ["/data"]
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=6s --start-period=60s --retries=4 CMD ["/app/scripts/container.sh", "healthy"]
ENTRYPOINT ["/app/scripts/container.sh"]
CMD ["web"]
