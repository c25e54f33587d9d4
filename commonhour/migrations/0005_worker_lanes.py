"""When each lane of the background worker was last seen at work."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("commonhour", "0004_calls_for_proposals")]

    operations = [
        migrations.CreateModel(
            name="WorkerLane",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=40, unique=True)),
                ("seen_at", models.DateTimeField()),
                ("is_late", models.BooleanField(default=False)),
            ],
            options={"ordering": ["id"]},
        ),
    ]
