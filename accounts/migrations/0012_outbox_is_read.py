"""Events know the request that caused them, and whether they were handed on. What is old was nobody's to hear."""

from django.db import migrations, models
from django.db.models import F, Q


def all_are_read(apps, schema_editor):
    apps.get_model("accounts", "Event").objects.filter(read_at=None).update(read_at=F("created_at"))


class Migration(migrations.Migration):
    dependencies = [("accounts", "0011_appearance")]

    operations = [
        migrations.AddField(
            "event", "request_id", models.CharField(blank=True, db_default="", default="", max_length=64)
        ),
        migrations.AddField("event", "read_at", models.DateTimeField(null=True)),
        migrations.RunPython(all_are_read, migrations.RunPython.noop),
        migrations.AddIndex("event", models.Index(condition=Q(read_at=None), fields=["id"], name="event_unread")),
    ]
