"""A task that fails with a secret in its hands; it is given one as no task of the application would be."""

from __future__ import annotations

from typing import Any

from config.celery import app


@app.task(name="planted.fails")
def fails(*args: Any, **kwargs: Any) -> None:
    print(f"password={kwargs['password']}")  # noqa: T201 - what is printed in a worker becomes a line of its log
    raise ValueError(f"api_key={kwargs['api_key']} for {args[0]}")
