"""Two more roles that can be given: chair and note-taker."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("commonhour", "0020_still_meeting")]

    operations = [
        migrations.AlterField(
            "grant", "role",
            models.CharField(choices=[(role, role) for role in ("manager", "chair", "moderator", "note-taker")], max_length=10),
        ),
    ]  # fmt: skip
