"""What is asked about organizations, members and invitations."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from accounts.acceptance import acceptance_field
from accounts.access import Action, Actor, Role
from accounts.models import Membership, User

WIDE = {"dir": "auto"}


class NameForm(forms.Form):
    """The organization's name."""

    name = forms.CharField(label=_("Name"), max_length=200, widget=forms.TextInput(attrs=WIDE))


class InviteForm(forms.Form):
    """Whom to ask, and what they will be. Only owners ask owners."""

    email = forms.EmailField(label=_("Email"), max_length=254)
    role = forms.ChoiceField(label=_("Role"), initial=Role.ESTIMATOR)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = role_choices(actor)  # type: ignore[attr-defined]


def role_choices(actor: Actor) -> list[tuple[str, Any]]:
    """The roles that `actor` may give."""
    owners = actor.may(Action.TRANSFER_OWNERSHIP)
    return [(role.value, role.label) for role in Role if owners or role is not Role.OWNER]


class TransferForm(forms.Form):
    """Who owns the organization from now on."""

    member = forms.ModelChoiceField(queryset=Membership.objects.none(), label=_("New owner"), empty_label=None)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = Membership.objects.visible_to(actor).filter(user__is_active=True).exclude(user_id=actor.user_id)
        field = self.fields["member"]
        field.queryset = others.select_related("user").order_by("user__email")  # type: ignore[attr-defined]
        field.label_from_instance = lambda one: f"{one.user.get_full_name()} ({one.user.email})"  # type: ignore[attr-defined]


class DeleteForm(forms.Form):
    """The name, typed by the person who means it."""

    name = forms.CharField(
        label=_("Type the name of the organization"),
        max_length=200,
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
    )


class JoinForm(forms.Form):
    """What a new person says who comes with an invitation; the address is the one that was asked."""

    name = forms.CharField(label=_("Your name"), max_length=150, required=False, widget=forms.TextInput(attrs=WIDE))
    password = forms.CharField(
        label=_("Password"),
        max_length=128,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    accept = acceptance_field()

    def __init__(self, *args: Any, email: str, firm: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._email, self._firm = email, firm

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if "password" in given:
            try:
                person = User(email=self._email, name=given.get("name", ""))
                person.firm = self._firm  # type: ignore[attr-defined]
                validate_password(given["password"], person)
            except forms.ValidationError as error:
                self.add_error("password", error)
        return given
