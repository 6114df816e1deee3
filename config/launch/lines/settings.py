"""Settings that are for a server, and for this one."""

from __future__ import annotations

import ipaddress

from django.conf import settings
from django.core import checks
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.limits import ACCOUNT_TRIES, ADDRESS_TRIES, WINDOW_SECONDS
from config.launch.base import Group, Line, Site, Verdict, fails, holds, judged, public_host

DIFFERENT = 13  # letters of a key: one that a person typed has fewer, one of hexadecimal digits has more
YEAR = 31_536_000
# This machine, and where clouds tell machines their credentials.
NEAR = tuple(ipaddress.ip_network(one) for one in ("127.0.0.0/8", "169.254.0.0/16", "::1/128", "fe80::/10"))


def for_a_server(site: Site) -> Verdict:
    """Neither DEBUG nor the mode of `make run`."""
    return judged(
        not settings.DEBUG and not settings.ENV.local, f"DEBUG={settings.DEBUG:d}, MIZAN_LOCAL={settings.ENV.local:d}"
    )


def own_secret_key(site: Site) -> Verdict:
    """Set, and as varied as one that a machine has made."""
    key = settings.ENV.secret_key
    if not key:
        return fails(gettext("SECRET_KEY is empty: web processes and workers do not start."))
    if len(set(key)) < DIFFERENT:
        return fails(
            gettext("SECRET_KEY looks typed; different characters in it: %(count)d.") % {"count": len(set(key))}
        )
    return holds(gettext("SECRET_KEY is set; characters: %(count)d.") % {"count": len(key)})


def keys_of_their_own(site: Site) -> Verdict:
    """Keys for kept secrets, and for the ledger of erasures."""
    fields, ledger = len(settings.FIELD_ENCRYPTION_KEYS), len(settings.PRIVACY.erasure_keys)
    return judged(bool(fields and ledger), f"FIELD_ENCRYPTION_KEYS: {fields}, MIZAN_ERASURE_KEYS: {ledger}")


def hosts(site: Site) -> Verdict:
    """Whole names, one of which people know."""
    told = f"ALLOWED_HOSTS={','.join(settings.ALLOWED_HOSTS)}"
    return judged(bool(public_host()) and not any(one.startswith(("*", ".")) for one in settings.ALLOWED_HOSTS), told)


def https_alone(site: Site) -> Verdict:
    """Plain http is sent on, browsers remember it, and cookies go nowhere else."""
    facts = {
        "SECURE_SSL_REDIRECT": settings.SECURE_SSL_REDIRECT,
        "SECURE_HSTS_SECONDS": settings.SECURE_HSTS_SECONDS,
        "SESSION_COOKIE_SECURE": settings.SESSION_COOKIE_SECURE,
        "CSRF_COOKIE_SECURE": settings.CSRF_COOKIE_SECURE,
    }
    good = all(facts.values()) and settings.SECURE_HSTS_SECONDS >= YEAR
    return judged(good, ", ".join(f"{name}={value:d}" for name, value in facts.items()))


def proxies(site: Site) -> Verdict:
    """Somebody has to speak https for Mizan, and say who is asking."""
    return judged(settings.ENV.trusted_proxies > 0, f"TRUSTED_PROXIES={settings.ENV.trusted_proxies}")


def deployment_checks(site: Site) -> Verdict:
    """Every message of `check --deploy`, silenced ones aside."""
    told = [one for one in checks.run_checks(include_deployment_checks=True) if not one.is_silenced()]
    if told:
        return fails("\n".join(f"{one.id}: {one.msg}" for one in told))
    return holds(gettext("check --deploy has nothing to say."))


def verified_addresses(site: Site) -> Verdict:
    """Nobody signs in with an address that is not theirs."""
    said = settings.ENV.email_verification
    return judged(said == "mandatory", f"EMAIL_VERIFICATION={said}")


def limits(site: Site) -> Verdict:
    """Programs are counted; wrong tries always are."""
    if not settings.API_THROTTLES:
        return fails("API_THROTTLES=0")
    facts = {"account": ACCOUNT_TRIES, "address": ADDRESS_TRIES, "minutes": WINDOW_SECONDS // 60}
    return holds(
        gettext(
            "API_THROTTLES=1; wrong tries in %(minutes)d minutes: %(account)d of an account, %(address)d of an address."
        )
        % facts
    )


def webhooks(site: Site) -> Verdict:
    """Messages to customers' addresses do not reach the operator's own network, but for what is named."""
    networks = settings.WEBHOOKS.networks
    if not networks:
        return holds(gettext("No private network is open to webhooks."))
    near = any(one.version == own.version and one.overlaps(own) for one in networks for own in NEAR)
    return judged(not near, f"WEBHOOK_PRIVATE_ADDRESSES={','.join(str(one) for one in networks)}")


GROUP = Group(
    "settings",
    _("Settings"),
    (
        Line(
            code="settings.mode",
            title=_("It runs as a server, not as on a developer's machine"),
            why=_(
                "DEBUG shows code and settings to whoever makes a page fail; MIZAN_LOCAL switches https and much else off."
            ),
            mend=_("Take DEBUG and MIZAN_LOCAL out of the environment, and restart."),
            judge=for_a_server,
        ),
        Line(
            code="settings.secret-key",
            title=_("The secret key is this installation's own"),
            why=_("Tokens of programs and links in mails are signed with it."),
            mend=_(
                "Make one with `python -c 'import secrets; print(secrets.token_urlsafe(50))'`, the same for web, worker and beat."
            ),
            judge=own_secret_key,
        ),
        Line(
            code="settings.keys",
            title=_("Kept secrets and the ledger of erasures have keys of their own"),
            why=_("Else both hang on SECRET_KEY, and are lost on the day when it has to be changed."),
            mend=_(
                "Set FIELD_ENCRYPTION_KEYS and MIZAN_ERASURE_KEYS; `manage.py check --deploy` says how they are made."
            ),
            judge=keys_of_their_own,
        ),
        Line(
            code="settings.hosts",
            title=_("It answers to its own names alone"),
            why=_("A pattern lets a stranger's name into links of mails; without a public name everybody gets 400."),
            mend=_("Set ALLOWED_HOSTS to the whole names under which people come, and nothing else of the internet."),
            judge=hosts,
        ),
        Line(
            code="settings.https",
            title=_("Pages and cookies go over https alone"),
            why=_("One request over plain http is enough to lose a session."),
            mend=_("These follow from DEBUG and MIZAN_LOCAL: take both out of the environment."),
            judge=https_alone,
        ),
        Line(
            code="settings.proxies",
            title=_("The proxies in front of it are counted"),
            why=_(
                "With too few, https is not seen and everybody shares one limit of wrong tries; with too many, strangers can "
                "lie about who they are."
            ),
            mend=_(
                "Set TRUSTED_PROXIES to the number of proxies that add to X-Forwarded-For: 1 with nginx alone, one more for a CDN."
            ),
            judge=proxies,
        ),
        Line(
            code="settings.checks",
            title=_("`check --deploy` has nothing to say"),
            why=_("It knows faults of settings that nobody sees until they are used."),
            mend=_("Run `manage.py check --deploy`: each message names its mend."),
            judge=deployment_checks,
        ),
        Line(
            code="settings.addresses",
            title=_("Who signs up has to verify their address"),
            why=_("Else somebody can sign up with an address that is not theirs, and its owner is locked out of it."),
            mend=_("Set EMAIL_VERIFICATION=mandatory."),
            judge=verified_addresses,
        ),
        Line(
            code="settings.limits",
            title=_("Programs and wrong tries are limited"),
            why=_("One program that loops takes the server from everybody else."),
            mend=_("Set API_THROTTLES=1."),
            judge=limits,
        ),
        Line(
            code="settings.webhooks",
            title=_("Webhooks do not reach the inner network"),
            why=_("A customer names their addresses; one that leads inside would ask your own servers in your name."),
            mend=_(
                "Name in WEBHOOK_PRIVATE_ADDRESSES neither this machine nor link-local addresses: best nothing, or single machines."
            ),
            judge=webhooks,
        ),
    ),
)
