"""Sessions are edited by hand: a version tells whose edit came first."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("commonhour", "0024_chat")]

    operations = [
        migrations.AddField(
            model_name="session", name="version", field=models.IntegerField(default=1)
        )
    ]
