# One image, five roles: docker run mizan web | worker | beat | flower | migrate
FROM python:3.13-slim-bookworm AS build
ENV UV_LINK_MODE=copy UV_COMPILE_BYTECODE=1 UV_NO_CACHE=1 PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
COPY requirements/uv.txt requirements/production.txt /build/
RUN pip install --quiet --require-hashes -r /build/uv.txt \
    && uv venv --quiet /opt/venv \
    && uv pip install --quiet --python /opt/venv/bin/python --require-hashes --no-deps -r /build/production.txt
COPY . /app
WORKDIR /app
RUN SECRET_KEY=for-collectstatic-only-for-collectstatic-only \
    /opt/venv/bin/python manage.py collectstatic --no-input --verbosity 0

FROM python:3.13-slim-bookworm
RUN useradd --system --uid 10001 --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin mizan \
    && install -d -o mizan -g mizan -m 700 /data
COPY --from=build /opt/venv /opt/venv
COPY --from=build /app /app
ENV PATH=/opt/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    DJANGO_SETTINGS_MODULE=config.settings MIZAN_DATA_DIR=/data
WORKDIR /app
USER mizan
VOLUME /data
EXPOSE 8000
ENTRYPOINT ["/app/scripts/container.sh"]
CMD ["web"]
