from django.db import migrations, models

from commonhour.core.slugs import unique_slug


def give_addresses(apps, schema_editor):
    """Each session that is there already gets one."""
    taken, rows = set(), []
    for row in apps.get_model("commonhour", "Session").objects.order_by("pk"):
        row.slug = unique_slug(row.title, taken, "talk")
        taken.add(row.slug)
        rows.append(row)
    apps.get_model("commonhour", "Session").objects.bulk_update(rows, ["slug"], batch_size=200)


class Migration(migrations.Migration):
    dependencies = [("commonhour", "0034_reviewing")]

    operations = [
        migrations.CreateModel(
            name="Unnamed",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("digest", models.CharField(max_length=64, unique=True)),
                ("at", models.DateTimeField()),
            ],
            options={"ordering": ["at", "id"]},
        ),
        migrations.AddField(
            model_name="session",
            name="slug",
            field=models.SlugField(allow_unicode=True, default="", max_length=64, db_index=False),
            preserve_default=False,
        ),
        migrations.RunPython(give_addresses, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="session",
            name="slug",
            field=models.SlugField(allow_unicode=True, max_length=64, unique=True),
        ),
        migrations.AlterField(
            model_name="proposalspeaker", name="email", field=models.EmailField(blank=True, max_length=254)
        ),
        migrations.RemoveConstraint(model_name="proposalspeaker", name="speaker_once"),
        migrations.AddConstraint(
            model_name="proposalspeaker",
            constraint=models.UniqueConstraint(
                condition=models.Q(("email", ""), _negated=True),
                fields=("proposal", "email"),
                name="speaker_once",
            ),
        ),
    ]
