"""django-waffle makes the tables between its own flag, people and groups also where another model takes its place; nothing owns them."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("waffle", "0004_update_everyone_nullbooleanfield"),
        ("website", "0002_statistics"),
    ]

    operations = [
        migrations.RunSQL(
            "DROP TABLE IF EXISTS waffle_flag_groups, waffle_flag_users",
            reverse_sql=migrations.RunSQL.noop,
            elidable=False,
        )
    ]
