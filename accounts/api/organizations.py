"""`/api/v1/organizations/`: one's own organizations; the one that the token is for, its members, and the ways out."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.urls import reverse
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.access import Action, Role, require
from accounts.api.base import ActorView
from accounts.errors import NotFound
from accounts.fresh import require_fresh_sign_in
from accounts.models import Membership, Organization, User
from accounts.serializers import MembershipSerializer
from accounts.services import members, organizations, ownership
from accounts.services.organizations import NAME
from accounts.services.standing import touches_owners


class OrganizationSerializer(serializers.ModelSerializer[Organization]):
    """`role` is one's own."""

    role = serializers.SerializerMethodField()

    class Meta:
        model = Organization
        fields = ["id", "name", "role", "plan", "require_second_factor", "created_at"]
        read_only_fields = fields

    def get_role(self, organization: Organization) -> str:
        return str(self.context["role"])


class NewOrganizationSerializer(serializers.Serializer[Any]):
    name = serializers.CharField(max_length=NAME)


class OrganizationChangeSerializer(serializers.Serializer[Any]):
    """What may change: the name (owners and admins), and whether every member needs a second factor (owners)."""

    name = serializers.CharField(max_length=NAME, required=False)
    require_second_factor = serializers.BooleanField(required=False)


class DeletionSerializer(serializers.Serializer[Any]):
    """`name` is the organization's name, written out by the person who means it."""

    name = serializers.CharField(max_length=NAME)


class MemberSerializer(serializers.ModelSerializer[Membership]):
    """A member; `id` is the person's."""

    id = serializers.UUIDField(source="user_id", read_only=True)
    name = serializers.CharField(source="user.name", read_only=True)
    email = serializers.EmailField(source="user.email", read_only=True)
    active = serializers.BooleanField(source="user.is_active", read_only=True)
    since = serializers.DateTimeField(source="created_at", read_only=True)

    class Meta:
        model = Membership
        fields = ["id", "name", "email", "role", "active", "since"]
        read_only_fields = fields


class RoleSerializer(serializers.Serializer[Any]):
    role = serializers.ChoiceField(choices=Role.choices)


class HeirSerializer(serializers.Serializer[Any]):
    """`user` is the id of the member who becomes the owner."""

    user = serializers.UUIDField()


class OrganizationsView(ActorView):
    """GET lists the organizations one belongs to; POST founds one. Get tokens for another at `auth/switch/`."""

    without_second_factor = True

    @extend_schema(responses=MembershipSerializer(many=True))
    def get(self, request: Request) -> Response:
        mine = Membership.objects.filter(user=_person(request)).select_related("organization")
        return Response(MembershipSerializer(mine.order_by("created_at", "pk"), many=True).data)

    @extend_schema(request=NewOrganizationSerializer, responses={201: OrganizationSerializer})
    def post(self, request: Request) -> Response:
        made = organizations.create_organization(owner=_person(request), **self.given(NewOrganizationSerializer))
        return Response(OrganizationSerializer(made, context={"role": Role.OWNER.value}).data, status=201)


def _person(request: Request) -> User:
    if not isinstance(request.user, User):
        raise NotFound("not_found")
    return request.user


class OrganizationActorView(ActorView):
    """A view of the organization that the token is for: any other, also one of one's own, is not found."""

    def organization(self, organization_id: UUID) -> Organization:
        if self.actor.organization_id != organization_id:
            raise NotFound("organization.not_found")
        return organizations.organization_of(self.actor)


class OrganizationView(OrganizationActorView):
    """Look at it, change it, or delete it with everything in it.

    Deleting it, and no longer demanding a second factor, ask for a sign-in of a moment ago.
    """

    @extend_schema(responses=OrganizationSerializer)
    def get(self, request: Request, organization_id: UUID) -> Response:
        return self._shown(self.organization(organization_id))

    @extend_schema(request=OrganizationChangeSerializer, responses=OrganizationSerializer)
    def patch(self, request: Request, organization_id: UUID) -> Response:
        one = self.organization(organization_id)
        require(self.actor, Action.MANAGE_ORGANIZATION, one)  # the role comes before the form
        given = self.given(OrganizationChangeSerializer)
        if given.get("require_second_factor") is False and one.require_second_factor:
            require(self.actor, Action.REQUIRE_SECOND_FACTOR, one)
            require_fresh_sign_in(request)
        if "name" in given:
            one = organizations.rename_organization(by=self.actor, organization=one, name=given["name"])
        if "require_second_factor" in given:
            one = organizations.demand_second_factor(
                by=self.actor,
                organization=one,
                demanded=given["require_second_factor"],
                link_to_setup=lambda: request.build_absolute_uri(reverse("accounts:security")),
            )
        return self._shown(one)

    @extend_schema(request=DeletionSerializer, responses={204: None})
    def delete(self, request: Request, organization_id: UUID) -> Response:
        one = self.organization(organization_id)
        require(self.actor, Action.DELETE_ORGANIZATION, one)
        require_fresh_sign_in(request)
        ownership.delete_organization(by=self.actor, organization_id=one.pk, **self.given(DeletionSerializer))
        return Response(status=204)

    def _shown(self, one: Organization) -> Response:
        return Response(OrganizationSerializer(one, context={"role": self.actor.role}).data)


class MembersView(OrganizationActorView):
    """Everybody in the organization, owners first."""

    @extend_schema(responses=MemberSerializer(many=True))
    def get(self, request: Request, organization_id: UUID) -> Response:
        self.organization(organization_id)
        return Response(MemberSerializer(members.members_of(self.actor), many=True).data)


class MemberView(OrganizationActorView):
    """One member: change the role, or remove them. Only owners make, change and remove owners, after a sign-in of a moment ago."""

    @extend_schema(responses=MemberSerializer)
    def get(self, request: Request, organization_id: UUID, user_id: UUID) -> Response:
        return Response(MemberSerializer(self._member(organization_id, user_id)).data)

    @extend_schema(request=RoleSerializer, responses=MemberSerializer)
    def patch(self, request: Request, organization_id: UUID, user_id: UUID) -> Response:
        self.organization(organization_id)
        one = members.member_to_manage(self.actor, user_id)
        given = self.given(RoleSerializer)
        if touches_owners(self.actor, one.role, given["role"]):
            require_fresh_sign_in(request)
        changed = members.change_role(by=self.actor, membership=one, **given)
        return Response(MemberSerializer(changed).data)

    @extend_schema(responses={204: None})
    def delete(self, request: Request, organization_id: UUID, user_id: UUID) -> Response:
        self.organization(organization_id)
        one = members.member_to_manage(self.actor, user_id)
        if touches_owners(self.actor, one.role):
            require_fresh_sign_in(request)
        members.remove_member(by=self.actor, membership=one)
        return Response(status=204)

    def _member(self, organization_id: UUID, user_id: UUID) -> Membership:
        self.organization(organization_id)
        return members.member(self.actor, user_id)


class LeaveView(OrganizationActorView):
    """Leave the organization; the last owner cannot."""

    without_second_factor = True

    @extend_schema(request=None, responses={204: None})
    def post(self, request: Request, organization_id: UUID) -> Response:
        self.organization(organization_id)
        members.leave(by=self.actor)
        return Response(status=204)


class TransferView(OrganizationActorView):
    """Make another member the owner in one's own place; asks for a sign-in of a moment ago."""

    @extend_schema(request=HeirSerializer, responses=MemberSerializer)
    def post(self, request: Request, organization_id: UUID) -> Response:
        require(self.actor, Action.TRANSFER_OWNERSHIP, self.organization(organization_id))
        require_fresh_sign_in(request)
        heir = members.member(self.actor, self.given(HeirSerializer)["user"])
        link = request.build_absolute_uri(reverse("accounts:members"))
        return Response(MemberSerializer(ownership.transfer(by=self.actor, membership=heir, link=link)).data)
