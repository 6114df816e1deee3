"""What the pages of this room share."""

from __future__ import annotations

from django.http import HttpRequest

from accounts.access import Actor


class ActorRequest(HttpRequest):
    """A request behind `member_page`: somebody acts."""

    actor: Actor
