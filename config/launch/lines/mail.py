"""Mail that arrives, and mail that somebody reads."""

from __future__ import annotations

from django.conf import settings
from django.utils import formats
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from config import doctor
from config.launch.base import (
    QUARTER,
    Group,
    Line,
    Site,
    State,
    Verdict,
    fails,
    holds,
    is_public,
    judged,
    sending_domain,
    unseen,
)
from config.launch.lines.told import told
from mails.models import Mail
from support.services.mailing import team_address

NOT_SENT = ("console", "dummy", "locmem", "filebased", "FolderBackend")
NOBODYS = ("example.com", "example.net", "example.org")


def sends(site: Site) -> Verdict:
    """Mail leaves this server, and none has been stuck lately."""
    backend = settings.EMAIL_BACKEND
    if any(one in backend for one in NOT_SENT):
        return fails(gettext("%(backend)s sends nothing.") % {"backend": backend})
    through = settings.ENV.mail.provider or f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT}"
    state = told(doctor.mail())
    last = Mail.objects.filter(sent_at__isnull=False).order_by("-sent_at").values_list("sent_at", flat=True).first()
    if state.state is State.HOLDS and last is None:
        words = gettext("%(through)s: no mail has gone yet. Sign up with an address of yours, then look again.")
        return unseen(words % {"through": through})
    went = (
        gettext("the last one went on %(when)s") % {"when": formats.date_format(last, "DATETIME_FORMAT")}
        if last
        else ""
    )
    return Verdict(state.state, "; ".join(filter(None, (f"{through}: {state.words}", went))))


def sender(site: Site) -> Verdict:
    """The sender's domain is one of the internet."""
    domain = sending_domain()
    return judged(is_public(domain) and domain not in NOBODYS, f"DEFAULT_FROM_EMAIL={settings.DEFAULT_FROM_EMAIL}")


def support(site: Site) -> Verdict:
    """Somebody is told of new tickets."""
    address = team_address()
    return holds(address) if address else fails("SUPPORT_TEAM, CONTACT_EMAIL, PRIVACY_CONTACT: -")


GROUP = Group(
    "mail",
    _("Mail"),
    (
        Line(
            code="mail.sends",
            title=_("Mail leaves this server"),
            why=_("Without mail nobody can verify an address, join an organization, or get back in."),
            mend=_(
                "Set EMAIL_URL, or MAIL_PROVIDER with MAIL_API_KEY; *Mails* in the admin says what the mail server answered."
            ),
            judge=sends,
            seen=("{url}/accounts/signup/",),
        ),
        Line(
            code="mail.sender",
            title=_("Mail comes from an address of your own domain"),
            why=_("Mail from a domain that is not yours is thrown away where it arrives."),
            mend=_("Set DEFAULT_FROM_EMAIL, such as `Mizan <mizan@your.domain>`."),
            judge=sender,
        ),
        Line(
            code="mail.domain",
            title=_("The domain names who may send for it: SPF, DKIM and DMARC"),
            why=_("Large providers of mailboxes refuse mail without them, or hide it as spam."),
            mend=_("Enter the records that your mail provider names; the selector of DKIM is in its settings."),
            seen=(
                "dig +short TXT {domain}",
                "dig +short TXT _dmarc.{domain}",
                "dig +short TXT SELECTOR._domainkey.{domain}",
            ),
        ),
        Line(
            code="mail.arrives",
            title=_("A test mail arrived, and not among the spam"),
            why=_("Only the mailbox that it goes to decides whether a mail arrives."),
            mend=_(
                "Send it to mailboxes at several providers; their header Authentication-Results has to say pass three times."
            ),
            seen=("python manage.py sendtestemail YOU@ANOTHER.DOMAIN",),
            days=QUARTER,
        ),
        Line(
            code="mail.support",
            title=_("Letters to support reach a person"),
            why=_("Tickets and messages of the contact page wait for whoever is named here."),
            mend=_("Set SUPPORT_TEAM or CONTACT_EMAIL, and open a ticket yourself."),
            judge=support,
        ),
    ),
)
