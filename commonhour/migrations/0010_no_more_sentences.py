"""What was carried over goes."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("commonhour", "0008_findings")]

    operations = [
        migrations.RemoveField("changeset", "summary"),
        migrations.RemoveField("user", "is_manager"),
    ]
