"""What went wrong is kept as a code with its facts, in the place of an English sentence."""

from django.db import migrations, models

_EMPTIED = "The calendar is suddenly empty. Its calls are kept until it says so again."


def _fault(text: str) -> dict[str, object]:
    if text == _EMPTIED:
        return {"code": "emptied-calendar", "facts": {}}
    return {"code": "told", "facts": {"text": text}}


def carry_over_faults(apps, schema_editor) -> None:
    for name in ("Source", "LinkCheck"):
        for row in apps.get_model("commonhour", name).objects.exclude(told=""):
            row.fault = _fault(row.told)
            row.save(update_fields=["fault"])


def _fault_as_json(model: str) -> list[migrations.operations.base.Operation]:
    return [
        migrations.RenameField(model, "fault", "told"),
        migrations.AddField(model, "fault", models.JSONField(default=dict, blank=True)),
    ]


class Migration(migrations.Migration):
    dependencies = [("commonhour", "0007_carried_over")]

    operations = [
        *_fault_as_json("source"),
        *_fault_as_json("linkcheck"),
        migrations.RunPython(carry_over_faults, migrations.RunPython.noop),
        migrations.RemoveField("source", "told"),
        migrations.RemoveField("linkcheck", "told"),
    ]
