"""Tickets: what people ask those who run this server, what was answered, and what was attached."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.access import Action, Actor, ActorKind
from accounts.errors import NotFound
from accounts.models import ApiKey, Organization, User

SUBJECT, TEXT = 200, 20_000
NAME = 150


class Status(models.TextChoices):
    """Whose turn it is."""

    NEW = "new", _("new")
    OPEN = "open", _("waits for support")
    WAITING = "waiting", _("waits for whoever asked")
    SOLVED = "solved", _("solved")
    CLOSED = "closed", _("closed")


LIVE = (Status.NEW, Status.OPEN, Status.WAITING)


class Priority(models.TextChoices):
    LOW = "low", _("low")
    NORMAL = "normal", _("normal")
    HIGH = "high", _("high")
    URGENT = "urgent", _("urgent")


class Source(models.TextChoices):
    PAGE = "page", _("page")
    API = "api", _("API")
    MAIL = "mail", _("mail")


class TicketQuerySet(models.QuerySet["Ticket"]):
    """The one door for reads. A ticket is its asker's own: nobody else of the organization sees it."""

    def visible_to(self, actor: Actor | None) -> TicketQuerySet:
        """A person's own tickets; a key's are those of all keys of its organization, which whoever manages keys sees too."""
        if actor is None or actor.kind is ActorKind.GUEST:
            return self.none()
        if actor.kind is ActorKind.SYSTEM:
            return self
        of_keys = Q(requester=None, key__organization_id=actor.organization_id)
        if actor.kind is ActorKind.API_KEY:
            return self.filter(of_keys)
        own = Q(requester_id=actor.user_id)
        return self.filter(own | of_keys if actor.may(Action.MANAGE_KEYS) and actor.organization_id else own)

    def get_visible(self, actor: Actor | None, **lookup: object) -> Ticket:
        """The one visible ticket, or NotFound."""
        found = self.visible_to(actor).filter(**lookup).first()
        if found is None:
            raise NotFound("not_found")
        return found


class Ticket(models.Model):
    """One thing that somebody asks. People know it by its `number`.

    Who asks is a person (`requester`), a program (`key`), or an `address` that belongs to nobody. `request_id` is that of the request
    that went wrong. Times: `first_response_at` of staff's first public answer, `solved_at` of the last time it was solved.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.PositiveBigIntegerField(_("number"), unique=True, editable=False)
    organization = models.ForeignKey(
        Organization, on_delete=models.CASCADE, null=True, related_name="+", verbose_name=_("organization")
    )
    requester = models.ForeignKey(
        User, on_delete=models.CASCADE, null=True, related_name="+", verbose_name=_("asked by")
    )
    key = models.ForeignKey(ApiKey, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("API key"))
    address = models.EmailField(_("address"), max_length=254, blank=True)
    subject = models.CharField(_("subject"), max_length=SUBJECT)
    status = models.CharField(_("status"), max_length=16, choices=Status.choices, default=Status.NEW)
    priority = models.CharField(_("priority"), max_length=16, choices=Priority.choices, default=Priority.NORMAL)
    assignee = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("assigned to")
    )
    source = models.CharField(_("came by"), max_length=8, choices=Source.choices)
    language = models.CharField(_("language"), max_length=8, blank=True)
    request_id = models.CharField(_("request id"), max_length=64, blank=True)
    error_code = models.CharField(_("error"), max_length=64, blank=True)
    first_response_at = models.DateTimeField(_("first answer"), null=True)
    solved_at = models.DateTimeField(_("solved at"), null=True)
    closed_at = models.DateTimeField(_("closed at"), null=True)
    score = models.PositiveSmallIntegerField(_("satisfaction"), null=True)
    score_words = models.CharField(_("what they say of it"), max_length=500, blank=True)
    created_at = models.DateTimeField(_("asked at"), default=timezone.now)
    updated_at = models.DateTimeField(_("last word"), default=timezone.now)

    objects = TicketQuerySet.as_manager()

    class Meta:
        verbose_name = _("ticket")
        verbose_name_plural = _("tickets")
        permissions = [("answer_ticket", _("Can answer tickets"))]
        indexes = [
            models.Index(fields=["requester", "-updated_at"], name="ticket_by_requester"),
            models.Index(fields=["status", "-priority", "created_at"], name="ticket_queue"),
            models.Index(fields=["key"], name="ticket_by_key", condition=Q(key__isnull=False)),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(score=None) | Q(score__range=(1, 5)), name="score_from_one_to_five")
        ]

    def __str__(self) -> str:
        return f"#{self.number}"

    @property
    def live(self) -> bool:
        """True while somebody's answer is waited for."""
        return self.status in LIVE


class Message(models.Model):
    """One message of a ticket, plain text. Internal notes (`public` false) are read by staff alone.

    `digest` is that of the mail it came from, so that a mail that comes twice is one message; `address` the mail's sender.
    """

    class Author(models.TextChoices):
        PERSON = "person", _("person")
        PROGRAM = "program", _("program")
        STAFF = "staff", _("staff")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="messages")
    author = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    kind = models.CharField(max_length=8, choices=Author.choices)
    by_mail = models.BooleanField(default=False)
    address = models.EmailField(max_length=254, blank=True)
    public = models.BooleanField(default=True)
    text = models.TextField(max_length=TEXT)
    digest = models.CharField(max_length=64, null=True, unique=True, editable=False)  # noqa: DJ001 - unique where known
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        ordering = ["created_at", "pk"]

    def __str__(self) -> str:
        return str(self.pk)


def attachment_path(attachment: Attachment, name: str) -> str:
    """Files lie by ticket and their own id; the sender's name is kept in the row alone."""
    return f"support/{attachment.message.ticket_id}/{attachment.pk}"


class Attachment(models.Model):
    """A file that came with a message. It is handed out as a download and never shown."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="attachments")
    file = models.FileField(upload_to=attachment_path, max_length=200)
    name = models.CharField(max_length=NAME)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")
        ordering = ["created_at", "pk"]

    def __str__(self) -> str:
        return self.name


class CannedReply(models.Model):
    """An answer that staff gives often, in one language."""

    title = models.CharField(_("title"), max_length=100)
    language = models.CharField(_("language"), max_length=8)
    text = models.TextField(_("text"), max_length=TEXT)
    enabled = models.BooleanField(_("in use"), default=True)

    class Meta:
        verbose_name = _("ready answer")
        verbose_name_plural = _("ready answers")
        ordering = ["language", "title"]

    def __str__(self) -> str:
        return f"{self.title} ({self.language})"
