"""Which backend sends mail: a provider's API through django-anymail, SMTP, or, where none is named, the terminal or a folder."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

CONSOLE = "django.core.mail.backends.console.EmailBackend"
FOLDER = "mails.backends.FolderBackend"


class Provider(msgspec.Struct, frozen=True):
    """How django-anymail names the credentials of one provider; "" where it has none of the kind."""

    backend: str
    key: str
    secret: str = ""
    domain: str = ""


# Whatever is not here (Amazon SES, SendGrid and more) is reached by SMTP: EMAIL_URL.
PROVIDERS: dict[str, Provider] = {
    "brevo": Provider("brevo", "BREVO_API_KEY"),
    "mailersend": Provider("mailersend", "MAILERSEND_API_TOKEN"),
    "mailgun": Provider("mailgun", "MAILGUN_API_KEY", domain="MAILGUN_SENDER_DOMAIN"),
    "mailjet": Provider("mailjet", "MAILJET_API_KEY", secret="MAILJET_SECRET_KEY"),  # noqa: S106 (a setting's name)
    "postmark": Provider("postmark", "POSTMARK_SERVER_TOKEN"),
    "resend": Provider("resend", "RESEND_API_KEY"),
    "sparkpost": Provider("sparkpost", "SPARKPOST_API_KEY"),
}
ANSWER_WITHIN = 15  # seconds


class MailEnvironment(msgspec.Struct, frozen=True):
    """The provider of the operator's environment; `provider` is empty where mail goes by EMAIL_URL."""

    provider: str = ""
    api_key: str = ""
    api_secret: str = ""
    domain: str = ""
    api_url: str = ""

    def __repr__(self) -> str:
        return f"MailEnvironment({self.provider!r})"

    def faults(self) -> list[str]:
        """What is missing or unknown, with its mend."""
        if not self.provider:
            return []
        known = PROVIDERS.get(self.provider)
        if known is None:
            return [
                f"MAIL_PROVIDER: {self.provider!r} is unknown. Use one of {', '.join(PROVIDERS)}, or EMAIL_URL for SMTP."
            ]
        wanted = {"MAIL_API_KEY": self.api_key}
        if known.secret:
            wanted["MAIL_API_SECRET"] = self.api_secret
        return [f"{name}: missing. {self.provider} wants it." for name, value in wanted.items() if not value]


def anymail_settings(mail: MailEnvironment) -> dict[str, object]:
    """Django's ANYMAIL setting."""
    known = PROVIDERS.get(mail.provider)
    if known is None:
        return {}
    given = {
        known.key: mail.api_key,
        known.secret: mail.api_secret,
        known.domain: mail.domain,
        f"{known.backend.upper()}_API_URL": mail.api_url,
    }
    return {"REQUESTS_TIMEOUT": ANSWER_WITHIN, **{name: value for name, value in given.items() if name and value}}


def backend(mail: MailEnvironment, email: Mapping[str, object], *, local: bool) -> str:
    """The path of the e-mail backend. Without a word of the operator a local run keeps mails where the launcher shows them."""
    if mail.provider:
        return f"anymail.backends.{PROVIDERS[mail.provider].backend}.EmailBackend"
    named = str(email.get("EMAIL_BACKEND") or CONSOLE)
    return FOLDER if local and named == CONSOLE else named
