"""The rows of a change set as it found them again: what came goes, what is there is set back, what went comes back.

What is over stays as it was; versions and SEQUENCE go on growing, so that everybody who saw the change hears of it.
"""

import datetime as dt
from collections.abc import Collection
from typing import Any

from django.db.models import Model, Q

from commonhour.actions.dates.materialise import materialise_all
from commonhour.actions.dates.rows import DERIVED, rows_of, write_rows
from commonhour.actions.last_modified import stamp_group, stamp_ours, stamp_series
from commonhour.actions.news.change_set import Changes
from commonhour.actions.news.kept import COUNTED, HOLDING, Found, Image, model_of, restored
from commonhour.actions.notes.derived import derive
from commonhour.actions.notes.nameless import forget_writers
from commonhour.actions.removal import retire_series
from commonhour.actions.upstream.settling import settle
from commonhour.core.schedule.schedule import CONFIRMED
from commonhour.models import (
    AgendaItem,
    Community,
    ExternalRef,
    Group,
    Guest,
    JoinTarget,
    Notes,
    NotesDate,
    Occurrence,
    OldPath,
    Override,
    Proposal,
    ProposalSpeaker,
    Remark,
    Review,
    Schedule,
    Series,
    Session,
    Source,
    Subscriber,
    Support,
)

_SILENT = (ExternalRef, JoinTarget, HOLDING)  # in no history
_PROPOSED = (Proposal, ProposalSpeaker, Review, Remark, Support)  # come and go with their call without a word
_AS_PLANNED: dict[str, Any] = {
    "dtstart": "", "tzid": "", "duration_seconds": None, "status": CONFIRMED, "summary": "", "description": "",
    "reason": "",
}  # fmt: skip


def take_back(changes: Changes, found: Found, now: dt.datetime) -> None:
    """In this order, as some places can be held only once."""
    dates = {key: sides for (noun, key), sides in found.items() if noun == "occurrence"}
    others = {key: sides for key, sides in found.items() if key[0] != "occurrence"}
    series = series_of(found)
    for one in Series.every.filter(pk__in=series).order_by("pk"):
        changes.keep(one)
    _dates_back(changes, dates, now)
    _outcomes_back(changes, dates)
    for (noun, key), (before, _) in reversed(others.items()):
        row = model_of(noun)._base_manager.filter(pk=key).first() if before is None else None
        if row is not None:
            _take_away(changes, row, found, now)
    for (noun, key), (before, after) in others.items():
        if before is not None and after is not None:
            _set_back(changes, model_of(noun)._base_manager.get(pk=key), restored(noun, before), now)
    for (noun, _), (before, after) in others.items():
        if before is not None and after is None and not _is_forgotten(before):
            _bring_back(changes, model_of(noun)(**restored(noun, before)), now)
    _tell_joins(changes, others)
    _tell_holders(changes, others)
    _bring_in_line(changes, series, [key for noun, key in found if noun == "source"], now)
    _forget_gone(changes)


def _forget_gone(changes: Changes) -> None:
    """What is told of a series that is not there any more is told of none."""
    there = set(Series.every.values_list("pk", flat=True))
    changes.rows = [row if row.series_id in there else row._replace(series_id=None) for row in changes.rows]


def series_of(found: Found) -> set[int]:
    """Whose dates may be other ones afterwards."""
    nouns: dict[str, list[int]] = {}
    for noun, key in found:
        nouns.setdefault(noun, []).append(key)
    kept = [row.get("series_id") for sides in found.values() for row in sides if row]
    present = Schedule.objects.filter(
        Q(pk__in=nouns.get("schedule", [])) | Q(overrides__in=nouns.get("override", []))
    )
    every = [*nouns.get("series", []), *present.values_list("series", flat=True), *kept]
    return {key for key in every if key is not None}


def _take_away(changes: Changes, row: Model, found: Found, now: dt.datetime) -> None:
    if isinstance(row, Override) and ("schedule", row.schedule_id) not in _came(found):
        changes.set(row, **_AS_PLANNED, **_counted(row, now))  # it stays, so that SEQUENCE tells every reader
    elif isinstance(row, (*_SILENT, *_PROPOSED)):
        row.delete()
    elif isinstance(row, Series) and _has_past(row):
        retire_series(changes, row, now)  # its dates that were, and its notes, keep their pages
    elif isinstance(row, Source) and Series.every.filter(source=row).exists():
        changes.set(row, is_shown=False, is_declined=True)
    else:
        changes.remove(row)


def _has_past(series: Series) -> bool:
    return any(model._default_manager.filter(series=series).exists() for model in (Occurrence, Notes))


def _came(found: Found) -> set[tuple[str, int]]:
    return {key for key, (before, _) in found.items() if before is None}


def _set_back(changes: Changes, row: Model, values: Image, now: dt.datetime) -> None:
    _keep_trail(row, values)
    values = {name: value for name, value in values.items() if name not in COUNTED} | _counted(row, now)
    if isinstance(row, _SILENT):
        for name, value in values.items():
            setattr(row, name, value)
        row.save()
        return
    changed = changes.set(row, **values)
    if isinstance(row, Series):
        stamp_series(changes, row, changed, now)
    elif isinstance(row, Group):
        stamp_group(changes, row, changed, now)
    elif isinstance(row, Notes):
        if row.is_nameless and "is_nameless" in changed:
            forget_writers(row)
        derive(row, now)
    elif isinstance(row, Community):
        stamp_ours(changed, now)


def _bring_back(changes: Changes, row: Model, now: dt.datetime) -> None:
    for name, value in _counted(row, now).items():
        setattr(row, name, value)
    if isinstance(row, (*_SILENT, *_PROPOSED)):
        row.save()
    else:
        changes.add(row)


def _is_forgotten(image: Image) -> bool:
    """What an address asked for or answered comes back to no address that was deleted since."""
    owners: tuple[tuple[str, type[Model]], ...] = (("subscriber_id", Subscriber), ("guest_id", Guest))
    return any(
        name in image and not owner._base_manager.filter(pk=image[name]).exists() for name, owner in owners
    )


def _counted(row: Model, now: dt.datetime) -> Image:
    """Who saw the change sees another state again."""
    found: Image = {}
    for name in ("version", "sequence"):
        if hasattr(row, name):
            found[name] = getattr(row, name) + 1
    return found | ({"changed_at": now} if hasattr(row, "changed_at") else {})


def _keep_trail(row: Model, values: Image) -> None:
    """The address that a group or a talk had meanwhile goes on leading to it."""
    if isinstance(row, Group | Session) and "slug" in values:
        facts = {"noun": row._meta.model_name, "object_id": row.pk}
        OldPath.objects.update_or_create(path=row.path, defaults=facts)


def _tell_joins(changes: Changes, found: Found) -> None:
    known = {key: sides for (noun, key), sides in found.items() if noun == "jointarget"}
    keys = {row["series_id"] for sides in known.values() for row in sides if row and "series_id" in row}
    for series in Series.every.filter(Q(pk__in=keys) | Q(join_targets__in=list(known))).distinct():
        has_one = JoinTarget.objects.filter(series=series).exists()
        changes.relocated(series, "earlier", "kept" if has_one else None)


def _tell_holders(changes: Changes, found: Found) -> None:
    rows = [sides for (noun, _), sides in found.items() if noun == HOLDING._meta.model_name]
    for series in Series.every.filter(pk__in={row["series_id"] for sides in rows for row in sides if row}):
        back, gone = (
            [row["group_id"] for row in side if row and row["series_id"] == series.pk]
            for side in zip(*rows, strict=True)
        )
        changes.record(series, "co_groups", _names(gone), _names(back))


def _names(groups: list[int]) -> list[str]:
    return list(Group.every.filter(pk__in=groups).values_list("name", flat=True))


def _dates_back(
    changes: Changes, found: dict[int, tuple[Image | None, Image | None]], now: dt.datetime
) -> None:
    rows = rows_of(Occurrence.objects.filter(pk__in=found))
    for key, row in rows.items():
        if row.end <= now and (before := found[key][0]) and before.keys() == {"schedule_id"}:
            Occurrence.objects.filter(pk=key).update(schedule=before["schedule_id"])
    present = {key: row for key, row in rows.items() if row.end > now}
    came = [key for key in present if found[key][0] is None]
    needed = _in_use(came)
    back = {key: present[key]._replace(schedule_id=None, is_detached=True) for key in came if key in needed}
    for key, row in present.items():
        before = found[key][0]
        if before is not None:
            values = restored("occurrence", before)
            back[key] = row._replace(**{name: values[name] for name in DERIVED if name in values})
    # A row may go where another one is now: (schedule, recurrence-id) is unique.
    Occurrence.objects.filter(pk__in=present).update(schedule=None)
    write_rows(
        changes, {key: row._replace(schedule_id=None) for key, row in present.items() if key in back}, back
    )
    gone = [key for key in came if key not in needed]
    for key in gone:
        changes.happened(key, present[key].series_id, present[key].seen, None)
    Occurrence.objects.filter(pk__in=gone).delete()
    lost = [
        Occurrence(**restored("occurrence", before))
        for before, after in found.values()
        if before and after is None
    ]
    Occurrence.objects.bulk_create(lost, batch_size=200)
    for key, row in rows_of(Occurrence.objects.filter(pk__in=[one.pk for one in lost])).items():
        changes.happened(key, row.series_id, None, row.seen)


def _in_use(dates: Collection[int]) -> set[int]:
    """Those on which something hangs that people wrote."""
    sessions = Session.objects.filter(occurrences__in=dates).values_list("occurrences", flat=True)
    notes = NotesDate.objects.filter(occurrence__in=dates).values_list("occurrence", flat=True)
    items = AgendaItem.objects.filter(occurrence__in=dates).values_list("occurrence", flat=True)
    return {*sessions, *notes, *items}


def _outcomes_back(changes: Changes, found: dict[int, tuple[Image | None, Image | None]]) -> None:
    """What became of a date is said of those that are over, whose other columns stay."""
    for row in Occurrence.objects.select_related("series").filter(pk__in=found):
        before = found[row.pk][0] or {}
        if "outcome" in before or "outcome_reason" in before:
            was = [row.outcome, row.outcome_reason]
            row.outcome = before.get("outcome", row.outcome)
            row.outcome_reason = before.get("outcome_reason", row.outcome_reason)
            row.save(update_fields=["outcome", "outcome_reason"])
            changes.record(row.series, "outcome", was, [row.outcome, row.outcome_reason])


def _bring_in_line(changes: Changes, series: set[int], sources: list[int], now: dt.datetime) -> None:
    rows = Schedule.objects.filter(Q(series__in=series) | Q(source__in=sources)).select_related(
        "series", "source"
    )
    materialise_all(rows.prefetch_related("overrides"), now, changes)
    for source in Source.objects.filter(pk__in=sources):
        settle(changes, source)
