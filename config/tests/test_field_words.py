"""What the admin shows has names in every language, and giving them touches no migration."""

from __future__ import annotations

import pytest
from django.contrib import admin
from django.utils import translation
from django.utils.functional import Promise

from accounts.models import Organization
from config.field_words import own_models, untranslated


def in_the_admin():
    registered = admin.site._registry
    inlines = {inline.model for one in registered.values() for inline in one.inlines}
    return sorted({*registered, *inlines} & set(own_models()), key=lambda model: model._meta.label)


@pytest.mark.parametrize("model", in_the_admin(), ids=lambda model: model._meta.label)
def test_models_and_fields_of_the_admin_have_names_in_every_language(model):
    assert untranslated(model) == [], "add them to config/field_words.py, or give them a verbose_name through gettext"


def test_explanations_of_fields_in_the_admin_are_marked():
    fields = [field for model in in_the_admin() for field in model._meta.fields if field.help_text]
    assert [str(field) for field in fields if not isinstance(field.help_text, Promise)] == []


def test_applications_have_names_in_every_language():
    own = {model._meta.app_config for model in own_models()}
    assert [config.label for config in own if not isinstance(config.verbose_name, Promise)] == []


def test_the_words_of_django_are_the_english_ones_and_migrations_do_not_see_the_others():
    field = Organization._meta.get_field("created_at")
    assert str(field.verbose_name) == "created at"
    assert "verbose_name" not in field.deconstruct()[3]
    with translation.override("ru"):
        assert str(field.verbose_name) == "создано"
        assert str(Organization._meta.verbose_name_plural) == "организации"


def test_plurals_are_not_made_of_an_english_ending():
    with translation.override("ru"):
        assert [model for model in in_the_admin() if str(model._meta.verbose_name_plural).endswith("s")] == []
