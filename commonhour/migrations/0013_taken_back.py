"""What a change found and left, for taking it back; series and groups that were removed and are still answered for."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("commonhour", "0012_answers"),
    ]

    operations = [
        migrations.AddField("group", "removed_at", models.DateTimeField(blank=True, null=True)),
        migrations.AddField("series", "removed_at", models.DateTimeField(blank=True, null=True)),
        migrations.CreateModel(
            name="KeptRows",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("rows", models.JSONField()),
                ("change_set", models.OneToOneField(
                    on_delete=django.db.models.deletion.CASCADE, related_name="kept_rows", to="commonhour.changeset",
                )),
            ],
        ),
    ]
