"""Old rows carried over: sentences stay as they were told, dates get what happened to them, people their grants.

Apart from its neighbours, as PostgreSQL changes no table that has rows still to be checked."""

import datetime as dt
from collections import defaultdict

from django.db import migrations

_DATE_FIELDS = ("start", "end", "status", "reason")
_LONG_AGO = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)  # nobody wrote down since when
_KEPT, _NONE = "(kept behind the join page)", "(none)"
_EDITING_ROLES = ("moderator", "chair", "lead", "co-chair", "note-taker", "tech lead")


def tell_old_sentences(apps, schema_editor):
    """A sentence stays what it says; who did it was a signed-in user, or nobody in particular."""
    ChangeSet = apps.get_model("commonhour", "ChangeSet")
    for row in ChangeSet.objects.select_related("actor").iterator():
        row.kind, row.facts = "told", {"text": row.summary}
        row.actor_kind = "user" if row.actor_id or row.actor_name else "terminal"
        if row.actor_name in ("a programme manager", "a moderator"):
            row.actor_role = "manager" if row.actor_name == "a programme manager" else "moderator"
            row.actor_name = ""
        row.save(update_fields=["kind", "facts", "actor_kind", "actor_role", "actor_name"])


def tell_what_happened(apps, schema_editor):
    """Fields of a date that changed together are one thing that happened to it, with both sides whole."""
    Change = apps.get_model("commonhour", "Change")
    Occurrence = apps.get_model("commonhour", "Occurrence")
    dates = {row.pk: row for row in Occurrence.objects.filter(pk__in=_ids(Change)).iterator()}
    present = {key: _seen(row) for key, row in dates.items()}
    together = defaultdict(list)
    rows = Change.objects.filter(noun="occurrence", field__in=_DATE_FIELDS)
    for row in rows.order_by("-change_set__at", "-change_set_id", "id"):
        together[(row.change_set_id, row.object_id)].append(row)
    # From the newest back: what a date was before a change is what it was after the one before that.
    for (change_set, key), fields in together.items():
        if key in present:
            after = dict(present[key])
            after.update({row.field: row.after for row in fields})
            before = {**after, **{row.field: row.before for row in fields}}
            present[key] = before
            for happened in _happened(before, after):
                Change.objects.create(
                    change_set_id=change_set, noun="occurrence", object_id=key, field=happened,
                    before=_plain(before), after=_plain(after), series_id=dates[key].series_id,
                )  # fmt: skip
    Change.objects.filter(noun="occurrence", field__in=_DATE_FIELDS).delete()
    Change.objects.filter(field="join_target", before="…").update(before="earlier")
    Change.objects.filter(field="join_target", after=_KEPT).update(after="kept")
    Change.objects.filter(field="join_target", after=_NONE).update(after=None)
    for row in Change.objects.filter(noun="series", field="join_target"):
        row.field, row.series_id = "relocated", row.object_id if row.change_set.series_id == row.object_id else None
        row.save(update_fields=["field", "series"])


def _ids(Change):
    return Change.objects.filter(noun="occurrence").order_by().values("object_id")


def _seen(row):
    return {
        "start": row.start.isoformat(), "end": row.end.isoformat(), "all_day": row.all_day, "tzid": row.tzid,
        "status": row.status, "title": row.summary, "reason": row.reason,
    }  # fmt: skip


def _plain(seen):
    return {name: value for name, value in seen.items() if value != ""}


def _happened(before, after):
    found = []
    if (before["status"] == "CANCELLED") != (after["status"] == "CANCELLED"):
        found.append("cancelled" if after["status"] == "CANCELLED" else "restored")
    if (before["start"], before["end"]) != (after["start"], after["end"]):
        found.append("moved")
    return found


def give_grants(apps, schema_editor):
    """Who could edit may go on; but a role that only an imported page named was never given to anybody."""
    User = apps.get_model("commonhour", "User")
    Grant = apps.get_model("commonhour", "Grant")
    Membership = apps.get_model("commonhour", "Membership")
    for user in User.objects.filter(is_manager=True):
        Grant.objects.create(user=user, role="manager", group=None, since=_LONG_AGO)
    rows = Membership.objects.filter(until=None, role__in=_EDITING_ROLES, person__user__isnull=False)
    for row in rows.select_related("person", "group").order_by("pk"):
        if _was_given(apps, row):
            Grant.objects.get_or_create(
                user_id=row.person.user_id, role="moderator", group=row.group, until=None, defaults={"since": _LONG_AGO}
            )


def _was_given(apps, row):
    """True unless an import brought the role: then the memory of the group's page names the person."""
    ExternalRef = apps.get_model("commonhour", "ExternalRef")
    Change = apps.get_model("commonhour", "Change")
    Import = apps.get_model("commonhour", "Import")
    imports = Import.objects.exclude(change_set=None).values("change_set")
    made_here = Change.objects.filter(noun="membership", object_id=row.pk, field="").exclude(change_set__in=imports)
    if made_here.exists():
        return True
    named = f"{row.person.name} ({row.role})"
    refs = ExternalRef.objects.filter(noun="group", object_id=row.group_id)
    return not any(named in ref.fields.get("people", {}) for ref in refs)


class Migration(migrations.Migration):
    dependencies = [("commonhour", "0006_what_happened")]

    operations = [
        migrations.RunPython(tell_old_sentences, migrations.RunPython.noop),
        migrations.RunPython(tell_what_happened, migrations.RunPython.noop),
        migrations.RunPython(give_grants, migrations.RunPython.noop),
    ]
