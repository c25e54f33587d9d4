import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("commonhour", "0016_heavy_work")]

    operations = [
        migrations.AlterField(
            "occurrence",
            "schedule",
            models.ForeignKey(
                db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL,
                related_name="occurrences", to="commonhour.schedule",
            ),
        ),
        migrations.AlterField(
            "occurrence",
            "series",
            models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.CASCADE,
                related_name="occurrences", to="commonhour.series",
            ),
        ),
    ]  # fmt: skip
