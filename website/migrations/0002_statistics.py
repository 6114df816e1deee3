"""Visits, flags and experiments; the flags there are, switched off."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

FLAGS = [("landing-headline", "Runs the experiment with the headline of the start page.")]


def add_flags(apps, schema_editor):
    for name, note in FLAGS:
        apps.get_model("website", "Flag").objects.get_or_create(name=name, defaults={"note": note})


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0013_plan_ends_at"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("website", "0001_first"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="DailyCount",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField(verbose_name="day")),
                ("page", models.CharField(max_length=64, verbose_name="page")),
                ("language", models.CharField(max_length=8, verbose_name="language")),
                ("referrer", models.CharField(blank=True, max_length=100, verbose_name="came from")),
                ("opened", models.PositiveIntegerField(default=0, verbose_name="opened")),
            ],
            options={
                "verbose_name": "visits of a day",
                "verbose_name_plural": "visits",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("day", "page", "language", "referrer"), name="one_count_a_day_and_kind"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Flag",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "name",
                    models.CharField(
                        help_text="The human/computer readable name.", max_length=100, unique=True, verbose_name="Name"
                    ),
                ),
                (
                    "everyone",
                    models.BooleanField(
                        blank=True,
                        help_text="Flip this flag on (Yes) or off (No) for everyone, overriding all other settings. Leave as Unknown to use normally.",
                        null=True,
                        verbose_name="Everyone",
                    ),
                ),
                (
                    "percent",
                    models.DecimalField(
                        blank=True,
                        decimal_places=1,
                        help_text="A number between 0.0 and 99.9 to indicate a percentage of users for whom this flag will be active.",
                        max_digits=3,
                        null=True,
                        verbose_name="Percent",
                    ),
                ),
                (
                    "testing",
                    models.BooleanField(
                        default=False,
                        help_text="Allow this flag to be set for a session for user testing",
                        verbose_name="Testing",
                    ),
                ),
                (
                    "staff",
                    models.BooleanField(default=False, help_text="Flag always active for staff?", verbose_name="Staff"),
                ),
                (
                    "authenticated",
                    models.BooleanField(
                        default=False,
                        help_text="Flag always active for authenticated users?",
                        verbose_name="Authenticated",
                    ),
                ),
                (
                    "languages",
                    models.TextField(
                        blank=True,
                        default="",
                        help_text="Activate this flag for users with one of these languages (comma-separated list)",
                        verbose_name="Languages",
                    ),
                ),
                (
                    "rollout",
                    models.BooleanField(default=False, help_text="Activate roll-out mode?", verbose_name="Rollout"),
                ),
                ("note", models.TextField(blank=True, help_text="Note where this Flag is used.", verbose_name="Note")),
                (
                    "created",
                    models.DateTimeField(
                        db_index=True,
                        default=django.utils.timezone.now,
                        help_text="Date when this Flag was created.",
                        verbose_name="Created",
                    ),
                ),
                (
                    "modified",
                    models.DateTimeField(
                        default=django.utils.timezone.now,
                        help_text="Date when this Flag was last modified.",
                        verbose_name="Modified",
                    ),
                ),
                ("superusers", models.BooleanField(default=False, verbose_name="Superusers")),
                (
                    "groups",
                    models.ManyToManyField(
                        blank=True,
                        help_text="Activate this flag for these user groups.",
                        to="auth.group",
                        verbose_name="Groups",
                    ),
                ),
                (
                    "organizations",
                    models.ManyToManyField(
                        blank=True, related_name="+", to="accounts.organization", verbose_name="organizations"
                    ),
                ),
                (
                    "users",
                    models.ManyToManyField(
                        blank=True,
                        help_text="Activate this flag for these users.",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="Users",
                    ),
                ),
            ],
            options={
                "verbose_name": "flag",
                "verbose_name_plural": "flags",
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Exposure",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("experiment", models.CharField(max_length=64, verbose_name="experiment")),
                ("variant", models.CharField(max_length=64, verbose_name="variant")),
                ("subject", models.CharField(blank=True, max_length=64)),
                ("seen_at", models.DateTimeField(auto_now_add=True, verbose_name="seen")),
                ("converted_at", models.DateTimeField(null=True, verbose_name="converted")),
                (
                    "user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "exposure",
                "verbose_name_plural": "exposures",
                "indexes": [models.Index(fields=["experiment", "variant", "seen_at"], name="exposures_in_order")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("subject", ""), _negated=True),
                        fields=("experiment", "subject"),
                        name="one_exposure_of_a_visitor",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("user__isnull", False)),
                        fields=("experiment", "user"),
                        name="one_exposure_of_a_person",
                    ),
                ],
            },
        ),
        migrations.RunPython(add_flags, migrations.RunPython.noop, elidable=True),
    ]
