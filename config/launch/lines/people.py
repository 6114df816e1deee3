"""Who has power over it, and who should not be there."""

from __future__ import annotations

from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.services.actors import with_second_factor
from config.launch.base import QUARTER, Group, Line, Site, Verdict, fails, holds

# Domains that nobody can own (RFC 2606, RFC 6762), and that of `manage.py load_demo`: whoever is there was made to try something.
UNREAL = (
    "example.com",
    "example.net",
    "example.org",
    ".example",
    ".test",
    ".invalid",
    ".localhost",
    ".local",
    "@localhost",
)


def second_factors(site: Site) -> Verdict:
    """The admin wants one, and each member of staff has one."""
    if not settings.STAFF_SECOND_FACTOR:
        return fails("STAFF_SECOND_FACTOR=0")
    staff = list(
        User.objects.filter(is_active=True).filter(Q(is_staff=True) | Q(is_superuser=True)).values_list("pk", flat=True)
    )
    if not staff:
        return fails(gettext("There is no member of staff: nobody can open the admin."))
    without = len(set(staff) - with_second_factor(staff))
    if without:
        facts = {"count": len(staff), "without": without}
        return fails(gettext("Members of staff: %(count)d; without a second factor: %(without)d.") % facts)
    return holds(gettext("Members of staff: %(count)d, each with a second factor.") % {"count": len(staff)})


def nobody_unreal(site: Site) -> Verdict:
    """No account can be signed in to whose address was made up."""
    unreal = Q()
    for ending in UNREAL:
        unreal |= Q(email__iendswith=ending if ending[0] in ".@" else f"@{ending}")
        unreal |= Q(email__iendswith=f".{ending}") if ending[0] not in ".@" else Q()
    count = User.objects.filter(unreal, is_active=True).count()
    if count:
        return fails(
            ngettext(
                "%(count)d account has an address that cannot exist, as the demo's.",
                "%(count)d accounts have addresses that cannot exist, as the demo's.",
                count,
            )
            % {"count": count}
        )
    return holds(gettext("Every active account has an address that can exist."))


GROUP = Group(
    "people",
    _("People with power"),
    (
        Line(
            code="people.second-factor",
            title=_("Every member of staff has a second factor"),
            why=_("One stolen password of staff opens everybody's work."),
            mend=_(
                "Leave STAFF_SECOND_FACTOR on; each of them sets one up under *Settings*, *Security*. The first of them is made by "
                "`manage.py createsuperuser`."
            ),
            judge=second_factors,
        ),
        Line(
            code="people.staff",
            title=_("Only people who work here now are staff"),
            why=_("Whoever left has kept their telephone and their password."),
            mend=_("Go through the list; take staff and superuser from whoever does not need them."),
            seen=("{url}/admin/accounts/user/?is_staff__exact=1",),
            days=QUARTER,
        ),
        Line(
            code="people.no-demo",
            title=_("There are no accounts of tests or demos"),
            why=_("Their passwords stand in scripts, in terminals and in chats."),
            mend=_(
                "Delete or deactivate them in the admin; `manage.py load_demo` is for a developer's machine, /demo/ needs no account."
            ),
            judge=nobody_unreal,
            seen=("{url}/admin/accounts/user/",),
        ),
        Line(
            code="people.shell",
            title=_("It is written down who can reach the server, the database and the secrets"),
            why=_("After an incident this is the first question."),
            mend=_("Write the list, take out who does not need it, and give each their own key."),
            days=QUARTER,
        ),
    ),
)
