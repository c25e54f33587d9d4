from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("commonhour", "0015_texts_without_secrets")]

    operations = [
        migrations.AddField(
            "schedule",
            "owed_to",
            models.ForeignKey(
                blank=True, null=True, on_delete=models.SET_NULL, related_name="owing", to="commonhour.changeset"
            ),
        ),
        migrations.AddField("importdraft", "state", models.CharField(default="ready", max_length=10)),
        migrations.AddField("importdraft", "seen", models.JSONField(default=dict)),
        migrations.AddField("importdraft", "fault", models.JSONField(default=dict)),
        migrations.AddField("importdraft", "lease_until", models.DateTimeField(blank=True, null=True)),
        migrations.AddField(
            "importdraft",
            "imported",
            models.ForeignKey(
                blank=True, null=True, on_delete=models.SET_NULL, related_name="+", to="commonhour.import"
            ),
        ),
    ]
