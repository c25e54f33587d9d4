"""What happened, and who may act, become facts."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("commonhour", "0005_worker_lanes")]

    operations = [
        migrations.AddField("changeset", "kind", models.CharField(max_length=40, default="told"), preserve_default=False),
        migrations.AddField("changeset", "facts", models.JSONField(default=dict)),
        migrations.AddField("changeset", "actor_kind", models.CharField(max_length=10, default="user")),
        migrations.AddField("changeset", "actor_role", models.CharField(max_length=10, blank=True, default=""), preserve_default=False),
        migrations.AddField(
            "changeset",
            "undoes",
            models.OneToOneField(
                blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="undone_by",
                to="commonhour.changeset",
            ),
        ),
        migrations.AddField(
            "change",
            "series",
            models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="commonhour.series"
            ),
        ),
        migrations.CreateModel(
            name="Grant",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("role", models.CharField(choices=[("manager", "manager"), ("moderator", "moderator")], max_length=10)),
                ("given_by", models.CharField(blank=True, max_length=200)),
                ("since", models.DateTimeField()),
                ("until", models.DateTimeField(blank=True, null=True)),
                (
                    "group",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name="grants",
                        to="commonhour.group",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="grants", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={"ordering": ["id"]},
        ),
        migrations.AddConstraint(
            "grant",
            models.UniqueConstraint(
                condition=models.Q(until=None), fields=("user", "role", "group"), name="grant_once"
            ),
        ),
        migrations.AddConstraint(
            "grant",
            models.UniqueConstraint(
                condition=models.Q(group=None, until=None), fields=("user", "role"), name="grant_everywhere_once"
            ),
        ),
    ]
