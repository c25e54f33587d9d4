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


def _told(row: dict) -> dict:
    """A finding as it was kept, in its own words."""
    facts = {"text": row["message"], "suggestion": row.get("suggestion", "")}
    places = {name: row[name] for name in ("other", "also") if row.get(name)}
    return {"code": row["code"], "where": row.get("where", ""), "case": "told", "facts": facts, **places}


def carry_over_findings(apps, schema_editor) -> None:
    for name in ("Import", "Source"):
        for row in apps.get_model("commonhour", name).objects.exclude(findings=[]):
            row.findings = [_told(one) for one in row.findings]
            row.save(update_fields=["findings"])
    for row in apps.get_model("commonhour", "Source").objects.exclude(upstream=[]):
        row.upstream = [{**one, "what": [_fault(one["what"])]} for one in row.upstream]
        row.save(update_fields=["upstream"])
    for row in apps.get_model("commonhour", "Import").objects.exclude(matches=[]):
        row.matches = [{**one, "reason": _fault(one["reason"])} for one in row.matches]
        row.save(update_fields=["matches"])
    for row in apps.get_model("commonhour", "Series").objects.exclude(told=""):
        row.match_reason = _fault(row.told)
        row.save(update_fields=["match_reason"])
    for row in apps.get_model("commonhour", "Dismissal").objects.all():
        row.finding = _told({"code": row.code, "message": row.message})
        row.save(update_fields=["finding"])


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
        migrations.RenameField("series", "match_reason", "told"),
        migrations.AddField("series", "match_reason", models.JSONField(default=dict, blank=True)),
        migrations.AddField("dismissal", "finding", models.JSONField(default=dict)),
        migrations.RunPython(carry_over_faults, migrations.RunPython.noop),
        migrations.RunPython(carry_over_findings, migrations.RunPython.noop),
        migrations.RemoveField("series", "told"),
        migrations.RemoveField("dismissal", "message"),
        migrations.RemoveField("source", "told"),
        migrations.RemoveField("linkcheck", "told"),
    ]
