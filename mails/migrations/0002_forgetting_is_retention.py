"""Old mails are removed by retention; beat's own row for it would wake a task that is no more, every day."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("mails", "0001_first"), ("django_celery_beat", "0001_initial")]

    operations = [
        migrations.RunSQL(
            "DELETE FROM django_celery_beat_periodictask WHERE name = 'forget-mails' AND task = 'mails.tasks.forget'",
            migrations.RunSQL.noop,
        ),
    ]
