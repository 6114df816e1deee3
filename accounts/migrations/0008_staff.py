"""Reasons of staff stand with what can be erased; working in a person's name is a right of its own."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0007_short_password")]

    operations = [
        migrations.AlterModelOptions(
            name="user",
            options={"permissions": [("impersonate_user", "Can see Mizan as a person does")]},
        ),
        migrations.AddField(
            model_name="auditorigin",
            name="note",
            field=models.CharField(
                blank=True, db_default="", help_text="why, in the actor's own words", max_length=500
            ),
            preserve_default=False,
        ),
    ]
