"""Which experiments there are. An experiment runs while its flag is on; everybody else sees the first variant, and nothing is noted."""

from __future__ import annotations

import msgspec
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

METRICS = ("sign_up",)


class Experiment(msgspec.Struct, frozen=True):
    """`variants`: the first is how things are. `metric` is what is hoped for, within `days`. `least` is how many people each variant is
    shown to before anything is concluded; then it is shown to nobody more, so that the result is read once and not waited for.
    """

    key: str
    variants: tuple[str, ...]
    metric: str
    flag: str
    least: int
    days: int
    what: Promise


# Of 1,000 visitors each, a sign-up share of 5 % and one of 8 % can be told apart eight times of ten.
EXPERIMENTS: tuple[Experiment, ...] = (
    Experiment(
        key="landing-headline",
        variants=("question", "promise"),
        metric="sign_up",
        flag="landing-headline",
        least=1_000,
        days=1,  # a visitor's name lasts no longer
        what=_("The headline of the start page: a question, or what Mizan does."),
    ),
)
BY_KEY = {one.key: one for one in EXPERIMENTS}
