"""What was carried over goes. Apart from that, as PostgreSQL changes no table with rows still to be checked."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("commonhour", "0006_what_happened")]

    operations = [
        migrations.RemoveField("changeset", "summary"),
        migrations.RemoveField("user", "is_manager"),
    ]
