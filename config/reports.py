"""Reports of errors, to Sentry and on Django's own pages, without secrets and personal data."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.views.debug import ExceptionReporter, SafeExceptionReporterFilter

from config.masking import MASK, masked, masked_text, sensitive
from config.masking.known import without_known


def sentry_options(dsn: str) -> dict[str, Any]:
    """What `sentry_sdk.init` is given. Local variables, bodies and persons are not sent; what is sent is masked on its way."""
    return {
        "dsn": dsn,
        "send_default_pii": False,
        "include_local_variables": False,  # those of a call to a provider hold its key and the bill's texts
        "max_request_body_size": "never",
        "traces_sample_rate": 0.0,
        "before_send": without_secrets,
        "before_send_transaction": without_secrets,
        "before_breadcrumb": without_secrets,
    }


def without_secrets(event: dict[str, Any], hint: dict[str, Any]) -> dict[str, Any]:
    """An event or a breadcrumb as it may leave; one that cannot be masked leaves empty."""
    try:
        return {name: masked(value, name) for name, value in event.items()}
    except Exception:
        return {"message": "A report that could not be masked", "level": event.get("level", "error")}


class ReportFilter(SafeExceptionReporterFilter):
    """Hides what Django marks as sensitive also in DEBUG: a developer's page gets copied into tickets."""

    def is_active(self, request: HttpRequest | None) -> bool:
        return True


class Reporter(ExceptionReporter):
    """Django's page of an error with every text on it masked, local variables and parameters of the address included."""

    def get_traceback_data(self) -> dict[str, Any]:
        data = super().get_traceback_data()
        for name in ("exception_value", "exception_notes", "request_insecure_uri", "unicode_hint", "user_str"):
            if data.get(name):
                data[name] = masked_text(str(data[name]))
        for name in ("request_GET_items", "request_COOKIES_items", "filtered_POST_items"):
            data[name] = [(key, masked(value, key)) for key, value in data.get(name) or ()]
        for name in ("request_meta", "settings"):
            data[name] = masked(data.get(name) or {})
        for frame in data.get("frames", ()):
            frame["vars"] = [
                (key, MASK if sensitive(key) else masked_text(text)) for key, text in frame.get("vars", ())
            ]
            if frame.get("exc_cause"):
                frame["exc_cause"] = masked_text(str(frame["exc_cause"]))
        return data

    def get_traceback_html(self) -> SafeString:
        return SafeString(without_known(super().get_traceback_html(), MASK))

    def get_traceback_text(self) -> SafeString:
        return SafeString(without_known(super().get_traceback_text(), MASK))
