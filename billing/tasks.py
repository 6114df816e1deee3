"""The timetable of plans and payments. Each may run at any time and twice."""

from __future__ import annotations

from celery import shared_task

from billing.services import asking_stripe, funnel, hearing_stripe, notices


@shared_task(ignore_result=True)
def watch() -> None:
    """Tell of trials that end, take the steps of the funnel from where they stand, and forget old events."""
    notices.tell_of_ends()
    funnel.fill()
    hearing_stripe.forget_events()


@shared_task(ignore_result=True)
def reconcile() -> None:
    """Ask Stripe anew about everybody who pays: what a lost webhook would have told is made good."""
    asking_stripe.reconcile()
