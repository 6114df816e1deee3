"""`manage.py load_demo`: a demo person, a project and three bills, read by the real workers. Safe to run again."""

from __future__ import annotations

from typing import Any

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management.base import BaseCommand
from django.db import transaction

from accounts.acceptance import accepted
from accounts.models import User
from accounts.services import actor_for, found_home
from boq.samples import SAMPLES
from boq.services.uploads import receive
from projects.models import Project
from projects.services import create_project

DEMO_EMAIL = "demo@mizan.local"
PROJECT = "Demo: three bills in three languages"


class Command(BaseCommand):
    help = "Load the demo project. The password is taken from MIZAN_DEMO_PASSWORD."

    def handle(self, *args: Any, **options: Any) -> None:
        user = self._user(settings.DEMO_PASSWORD)
        actor = actor_for(user)
        if Project.objects.visible_to(actor).exists():
            return
        with transaction.atomic():
            project = create_project(by=actor, name=PROJECT, client="Mizan", currency="USD")
            for sample in SAMPLES:
                receive(by=actor, project=project, file=SimpleUploadedFile(sample.name, sample.make()))

    def _user(self, password: str) -> User:
        user = User.objects.filter(email=DEMO_EMAIL).first()
        if user is None:
            with transaction.atomic():
                user = User.objects.create_user(DEMO_EMAIL, password or None, name="Demo")
                found_home(user=user, name="Demo firm")
                accepted(user)
        elif password and not user.check_password(password):
            user.set_password(password)
            user.save(update_fields=["password", "short_password"])
        EmailAddress.objects.get_or_create(user=user, email=DEMO_EMAIL, defaults={"verified": True, "primary": True})
        return user
