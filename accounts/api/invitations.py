"""Invitations: asking people to join, and joining."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.access import Actor, ActorKind, Role
from accounts.api.organizations import OrganizationActorView
from accounts.errors import Forbidden
from accounts.fresh import require_fresh_sign_in
from accounts.models import Invitation, User
from accounts.serializers import MembershipSerializer
from accounts.services import invitations
from accounts.services.standing import touches_owners
from accounts.views.members import link_with


class InvitationSerializer(serializers.ModelSerializer[Invitation]):
    """An invitation that waits for an answer; the link itself stands in the mail alone."""

    class Meta:
        model = Invitation
        fields = ["id", "email", "role", "invited_by", "created_at", "expires_at"]
        read_only_fields = fields


class NewInvitationSerializer(serializers.Serializer[Any]):
    """Only owners invite owners, and only after a sign-in of a moment ago."""

    email = serializers.EmailField(max_length=254)
    role = serializers.ChoiceField(choices=Role.choices)


class AnswerSerializer(serializers.Serializer[Any]):
    """`token` is the last part of the link in the mail."""

    token = serializers.CharField(max_length=200)


class InvitationsView(OrganizationActorView):
    """GET lists the invitations without an answer, the latest first; POST sends one. For owners and admins."""

    @extend_schema(responses=InvitationSerializer(many=True))
    def get(self, request: Request, organization_id: UUID) -> Response:
        self.organization(organization_id)
        return Response(InvitationSerializer(invitations.invitations_of(self.actor), many=True).data)

    @extend_schema(request=NewInvitationSerializer, responses={201: InvitationSerializer})
    def post(self, request: Request, organization_id: UUID) -> Response:
        one = self.organization(organization_id)
        invitations.invitations_of(self.actor)  # the role comes before the form
        given = self.given(NewInvitationSerializer)
        if touches_owners(self.actor, given["role"]):
            require_fresh_sign_in(request)
        made = invitations.invite(by=self.actor, organization=one, link=link_with(request._request), **given)
        return Response(InvitationSerializer(made).data, status=201)


class InvitationView(OrganizationActorView):
    """One invitation: look at it, or take it back."""

    @extend_schema(responses=InvitationSerializer)
    def get(self, request: Request, organization_id: UUID, invitation_id: UUID) -> Response:
        return Response(InvitationSerializer(self._invitation(organization_id, invitation_id)).data)

    @extend_schema(responses={204: None})
    def delete(self, request: Request, organization_id: UUID, invitation_id: UUID) -> Response:
        invitations.revoke(by=self.actor, invitation=self._invitation(organization_id, invitation_id))
        return Response(status=204)

    def _invitation(self, organization_id: UUID, invitation_id: UUID) -> Invitation:
        self.organization(organization_id)
        return invitations.invitation(self.actor, invitation_id)


class ResendView(InvitationView):
    """Send the invitation again, with a new link and new time; the old link is dead."""

    http_method_names = ["post", "options"]

    @extend_schema(request=None, responses=InvitationSerializer)
    def post(self, request: Request, organization_id: UUID, invitation_id: UUID) -> Response:
        one = self._invitation(organization_id, invitation_id)
        sent = invitations.resend(by=self.actor, invitation=one, link=link_with(request._request))
        return Response(InvitationSerializer(sent).data)


class AcceptView(APIView):
    """Join with the token of a mailed link, signed in with the address that was invited. Get tokens for it at `auth/switch/`."""

    permission_classes = [IsAuthenticated]

    @extend_schema(request=AnswerSerializer, responses={201: MembershipSerializer})
    def post(self, request: Request) -> Response:
        if not isinstance(request.user, User):
            raise Forbidden("key.not_here")  # a key is nobody who could join
        answer = AnswerSerializer(data=request.data)
        answer.is_valid(raise_exception=True)
        actor = getattr(request._request, "actor", None) or Actor(ActorKind.USER, None, request.user.pk)
        joined = invitations.accept(by=actor, token=answer.validated_data["token"])
        return Response(MembershipSerializer(joined).data, status=201)
