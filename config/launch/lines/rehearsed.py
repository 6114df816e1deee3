"""What was tried before it was needed. Only people can say it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from config.launch.base import QUARTER, Group, Line

GROUP = Group(
    "rehearsed",
    _("Rehearsed"),
    (
        Line(
            code="rehearsed.checks",
            title=_("The checks of this very release are green"),
            why=_("Tests, contracts, weaknesses and known holes of libraries are looked at there."),
            mend=_("Release only what CI has passed; mend what is red, or say in writing why it may be."),
            seen=("gh run list --branch main --limit 3", "make lint types contracts security audit"),
            days=31,
        ),
        Line(
            code="rehearsed.walk",
            title=_("Somebody new has walked through it at the public address"),
            why=_(
                "Signing up, reading a bill, a second factor, an export, a letter to support: each of them crosses other parts."
            ),
            mend=_("Do it with a new address in each language that you offer, on a telephone too."),
            seen=("{url}/accounts/signup/", "{url}/ar/", "{url}/ru/"),
            days=QUARTER,
        ),
        Line(
            code="rehearsed.rollback",
            title=_("A release was taken back"),
            why=_("Going back is done in a hurry; it should not be done for the first time then."),
            mend=_(
                "Deploy, go back, deploy again on staging while somebody works there (docs/operations/upgrades.md)."
            ),
            seen=("deploy/bin/rollback", "deploy/kubernetes/release staging --back", "python -m scripts.drills.deploy"),
            days=QUARTER,
        ),
        Line(
            code="rehearsed.load",
            title=_("It has carried the load that you expect, on this kind of machine"),
            why=_("Figures of other machines say little; yours say when to grow."),
            mend=_("Run the drill with as many people as you expect, and compare with docs/operations/scaling.md."),
            seen=("python -m scripts.drills.load --users 50 --minutes 30",),
            days=QUARTER,
        ),
        Line(
            code="rehearsed.faults",
            title=_("Parts were killed while people worked"),
            why=_("Each will die some day; then it shows whether services start again by themselves."),
            mend=_("Run the drill; on your server stop Redis, then a worker, then PostgreSQL, and watch who notices."),
            seen=("python -m scripts.drills.faults",),
            days=QUARTER,
        ),
        Line(
            code="rehearsed.guessing",
            title=_("Guessing passwords from outside is stopped, also under forged addresses"),
            why=_("Only from outside does it show whether the proxies are counted right."),
            mend=_(
                "Run the drill from another machine with an account made for it; when it fails look at TRUSTED_PROXIES."
            ),
            seen=("python -m scripts.drills.brute_force --url {url} --account EMAIL:PASSWORD",),
            days=QUARTER,
        ),
        Line(
            code="rehearsed.duty",
            title=_("It is written down who is on duty, and what they may decide"),
            why=_("In the night nobody asks whether a release may be taken back."),
            mend=_("Name two people and their hours; each has read monitoring, upgrades and disaster recovery."),
            seen=(
                "docs/operations/monitoring.md",
                "docs/operations/upgrades.md",
                "docs/operations/disaster-recovery.md",
            ),
            days=QUARTER,
        ),
    ),
)
