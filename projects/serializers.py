"""Projects as the API takes and answers them."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from projects.models import Project


class ProjectSerializer(serializers.ModelSerializer[Project]):
    version = serializers.CharField(read_only=True, help_text="the `ETag` without its quotation marks")

    class Meta:
        model = Project
        fields = ["id", "name", "client", "location", "currency", "narrowed", "version", "created_at", "updated_at"]
        read_only_fields = ["id", "narrowed", "created_at", "updated_at"]


class SeerSerializer(serializers.Serializer[Any]):
    """A member: `always` sees every project by their role, `named` stands on this one."""

    id = serializers.UUIDField(source="membership.user_id")
    name = serializers.CharField(source="membership.user.name")
    email = serializers.EmailField(source="membership.user.email")
    role = serializers.CharField(source="membership.role")
    always = serializers.BooleanField()
    named = serializers.BooleanField()


class PeopleSerializer(serializers.Serializer[Any]):
    """Who sees a project: everybody unless it is `narrowed`."""

    narrowed = serializers.BooleanField()
    people = SeerSerializer(many=True)


class PeopleChangeSerializer(serializers.Serializer[Any]):
    """`people` are the ids of the members who are named; an open project has none."""

    narrowed = serializers.BooleanField()
    people = serializers.ListField(child=serializers.UUIDField(), max_length=10_000, required=False, default=list)
