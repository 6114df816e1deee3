"""Projects as the API takes and answers them."""

from __future__ import annotations

from rest_framework import serializers

from projects.models import Project


class ProjectSerializer(serializers.ModelSerializer[Project]):
    class Meta:
        model = Project
        fields = ["id", "name", "client", "location", "currency", "created_at", "updated_at"]
        read_only_fields = ["id", "created_at", "updated_at"]
