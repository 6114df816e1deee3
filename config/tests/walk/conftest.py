"""One of everything in alice's firm, and everybody who may come to it."""

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.utils import timezone
from rest_framework.test import APIClient

from accounts.access import Role
from accounts.models import Invitation, Membership, TokenFamily
from accounts.scopes import Scope
from accounts.services.keys import create_key
from conftest import person


def member(firm, email, name, role):
    user = person(email, name)
    Membership.objects.create(organization=firm, user=user, role=role)
    return user


@pytest.fixture
def people(alice, bob, charlie, firm):
    """By what they are to alice's firm; charlie is an outsider."""
    return {
        "anonymous": None,
        "outsider": charlie,
        "viewer": bob,
        "estimator": member(firm, "dave@example.com", "Dave", Role.ESTIMATOR),
        "admin": member(firm, "erin@example.com", "Erin", Role.ADMIN),
        "owner": alice,
    }


@pytest.fixture
def programs(alice, actor):
    """A client for a key of each scope, of alice's firm."""

    def client(scope):
        made = APIClient()
        _, plain = create_key(by=actor(alice), name=scope.value, scopes=[scope.value])
        made.credentials(HTTP_AUTHORIZATION=f"Bearer {plain}")
        return made

    return {scope.value: client(scope) for scope in Scope}


@pytest.fixture
def things(boq, work, alice, bob, firm, actor, settings):
    """One of everything, in alice's firm, and every door open."""
    from accounts.encryption import Secret
    from boq.models import Conversation, Item, Layout, Turn
    from boq.services.analysis import request_analysis
    from boq.services.reports import request_export
    from jobs.models import Job
    from llm.models import LlmKey, LlmProvider, OwnQuestion
    from support.models import Attachment
    from support.services.asking import open_ticket
    from support.services.files import Given
    from webhooks.models import Delivery
    from webhooks.services import create_endpoint

    settings.GRAPHQL = settings.MCP = True
    request_analysis(by=actor(alice), boq=boq)
    request_export(by=actor(alice), boq=boq, format="json")
    work()
    talk = Conversation.objects.create(organization=boq.organization, project=boq.project, boq=boq, title="How much?")
    turn = Turn.objects.create(organization=boq.organization, conversation=talk, position=1, question="How much?")
    secret = LlmKey.objects.create(
        organization=boq.organization,
        provider=LlmProvider.objects.create(organization=boq.organization, name="Own", preset="other", model="m"),
        label="one",
        secret=Secret.of("sk-x"),
    )
    invited = Invitation.objects.create(
        organization=firm,
        email="new@example.com",
        role=Role.VIEWER,
        digest="0",
        expires_at=timezone.now() + timedelta(days=1),
    )
    program = TokenFamily.objects.create(user=alice, organization=firm, current_jti="0", expires_at=invited.expires_at)
    asked = open_ticket(by=actor(alice), subject="Help", text="It hangs", files=[Given("a.txt", b"log")])
    told, _ = create_endpoint(by=actor(alice), name="ERP", url="https://erp.example.com/hook")
    return {
        "ticket_id": asked.pk,
        "attachment_id": Attachment.objects.get(message__ticket=asked).pk,
        "endpoint_id": told.pk,
        "delivery_id": Delivery.objects.create(organization=firm, endpoint=told, kind="webhook.test", body="{}").pk,
        "organization_id": firm.pk,
        "user_id": bob.pk,
        "key_id": create_key(by=actor(alice), name="ERP", scopes=["boqs:read"])[0].pk,
        "invitation_id": invited.pk,
        "family_id": program.pk,
        "sign_in": program.pk,
        "session_id": UserSession.objects.create(user=alice, session_key="0" * 32, ip="127.0.0.1", user_agent="").pk,
        "webauthn": Authenticator.objects.create(user=alice, type=Authenticator.Type.WEBAUTHN, data={"name": "Key"}).pk,
        "kind": "privacy",
        "slug": "reading",
        "rest": "none/",
        "version": "1",
        "token": "none",
        "project": boq.project_id,
        "upload": boq.upload_id,
        "layout": Layout.objects.create(
            organization=boq.organization, name="Kept", fingerprint="0", sheets=[], made_at=boq.created_at
        ).pk,
        "boq": boq.pk,
        "analysis": boq.analyses.get().pk,
        "export": boq.exports.get().pk,
        "job": Job.objects.get(kind="import").pk,
        "key": Item.objects.filter(boq=boq).first().key,
        "number": 1,
        "provider": secret.provider_id,
        "secret": secret.pk,
        "conversation": turn.conversation_id,
        "turn": turn.pk,
        "question": OwnQuestion.objects.create(organization=boq.organization, title="Cranes", instruction="cranes").pk,
    }
