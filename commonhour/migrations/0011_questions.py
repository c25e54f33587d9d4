"""Why a series is undecided was a sentence in English; it is a code with facts, and old sentences are told as they stand."""

from django.db import migrations, models


def told(text):
    return {"code": "told", "facts": {"text": text}} if text else None


def carry_over(apps, schema_editor):
    series = apps.get_model("commonhour", "Series")
    for row in series.objects.exclude(undecided=""):
        row.question = told(row.undecided)
        row.save(update_fields=["question"])
    change = apps.get_model("commonhour", "Change")
    for row in change.objects.filter(noun="series", field="undecided"):
        row.field, row.before, row.after = "question", told(row.before), told(row.after)
        row.save(update_fields=["field", "before", "after"])
    _remembered(apps)


def _remembered(apps):
    """What was last imported, and the question that a series asks again when its outside call is away."""
    for ref in apps.get_model("commonhour", "ExternalRef").objects.filter(noun="series"):
        fields = dict(ref.fields)
        if "undecided" in fields:
            fields["question"] = told(fields.pop("undecided"))
        if "filled" in fields:
            fields["filled"] = told(fields["filled"])
        if fields != ref.fields:
            ref.fields = fields
            ref.save(update_fields=["fields"])


class Migration(migrations.Migration):
    dependencies = [("commonhour", "0010_no_more_sentences")]

    operations = [
        migrations.AddField("series", "question", models.JSONField(null=True, blank=True)),
        migrations.RunPython(carry_over, migrations.RunPython.noop),
        migrations.RemoveField("series", "undecided"),
    ]
