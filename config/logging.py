"""One line a record: JSON in production, readable in development, and masked in both."""

from __future__ import annotations

import logging.config
import sys
import traceback
from collections.abc import MutableMapping
from types import TracebackType
from typing import Any

import structlog

from config.masking import masked, masked_text

_SHARED = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.add_log_level,
    structlog.stdlib.ExtraAdder(),
    structlog.processors.TimeStamper(fmt="iso"),
]
_OURS = frozenset(("level", "timestamp", "logger"))  # nobody else writes these
_OF_PEOPLE = frozenset(("ip", "user_agent"))  # the audit trail keeps these, where they can be erased


def mask_event(logger: Any, method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """The record as it may be written. One that cannot be masked is not written: only that it was there."""
    try:
        return {
            name: value if name in _OURS else masked(value, name)
            for name, value in event.items()
            if name not in _OF_PEOPLE
        }
    except Exception as error:
        return {
            "event": "a record that could not be masked",
            "level": event.get("level"),
            "error": type(error).__name__,
        }


def logging_config(log_format: str, level: str) -> dict[str, Any]:
    """The dictConfig for `log_format` "json" or "text"."""
    renderer = structlog.processors.JSONRenderer() if log_format == "json" else structlog.dev.ConsoleRenderer()
    ours = {"handlers": ["stderr"], "level": "INFO", "propagate": False}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "line": {
                "()": structlog.stdlib.ProcessorFormatter,
                "processors": [
                    structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                    structlog.processors.format_exc_info,
                    mask_event,
                    renderer,
                ],
                "foreign_pre_chain": _SHARED,
            }
        },
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": {
            "django": {"level": "INFO"},  # without the handlers that Django gives it, which mask nothing
            "django.server": {**ours, "level": "WARNING"},
            "gunicorn.error": ours,
            "gunicorn.access": ours,
            "celery.utils.functional": {"level": "INFO"},
            "httpx2": {"level": "WARNING"},
            "botocore": {"level": "WARNING"},
            "stripe": {"level": "WARNING"},  # it tells each request with the ids of customers
        },
    }


def configure(config: dict[str, Any]) -> None:
    """Django's LOGGING_CONFIG hook: the standard library and structlog end in the same handler."""
    logging.config.dictConfig(config)
    logging.captureWarnings(True)
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.stdlib.filter_by_level,
            structlog.stdlib.add_logger_name,
            structlog.stdlib.add_log_level,
            structlog.processors.TimeStamper(fmt="iso"),
            structlog.stdlib.PositionalArgumentsFormatter(),
            structlog.processors.StackInfoRenderer(),
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    if sys.excepthook is sys.__excepthook__:
        sys.excepthook = write_masked


def write_masked(kind: type[BaseException], error: BaseException, tb: TracebackType | None) -> None:
    """What ends a command or a process: its traceback, masked, on the standard error stream."""
    sys.stderr.write(masked_text("".join(traceback.format_exception(kind, error, tb))))
