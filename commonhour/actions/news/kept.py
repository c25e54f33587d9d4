"""The rows that a change set found and those it left: what taking it back needs, and no public code reads.

Whoever opens a change set for a series, a group or the community keeps what belongs to it, also what is written many rows
at a time. Values are as JSON holds them; a sealed join link stays sealed.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db.models import Model, Q, QuerySet

from commonhour.models import (
    CallForProposals,
    Channel,
    Community,
    Destination,
    ExternalRef,
    Goal,
    Grant,
    Group,
    JoinTarget,
    Membership,
    Occurrence,
    Override,
    Person,
    Schedule,
    Series,
    Space,
)

Key = tuple[str, int]  # noun and id
Image = dict[str, Any]
Found = dict[
    Key, tuple[Image | None, Image | None]
]  # what was and what was left; None where there was no row

HOLDING = Series.co_groups.through  # a further group that holds a series

# They only grow, or say when something was looked at: no edit by themselves.
COUNTED = frozenset({
    "version", "sequence", "changed_at", "content_version", "tzdata_version", "checked_at", "fault", "used_at",
})  # fmt: skip


def model_of(noun: str) -> type[Model]:
    return apps.get_model("commonhour", noun)


def plain(value: Any) -> Any:
    """A value as JSON keeps it: rows by their id, dates and ids as text."""
    if isinstance(value, Model):
        return value.pk
    if isinstance(value, dt.date | dt.datetime):
        return value.isoformat()
    return str(value) if isinstance(value, UUID) else value


def image_of(row: Model) -> Image:
    return {field.attname: plain(getattr(row, field.attname)) for field in row._meta.concrete_fields}


def restored(noun: str, image: Image) -> Image:
    """An image's values as Python has them."""
    fields = {field.attname: field for field in model_of(noun)._meta.concrete_fields}
    return {name: fields[name].to_python(value) for name, value in image.items()}


def images_of(noun: str, key: int) -> dict[Key, Image]:
    """Everything that belongs to a series, a group or the community, as it is now."""
    if noun == "series":
        return _images(_of_series(key))
    return _images(_of_group(key) if noun == "group" else _of_community())


def images_at(keys: Iterable[Key]) -> dict[Key, Image]:
    """These rows as they are now, without those that are gone."""
    wanted: dict[str, list[int]] = {}
    for noun, key in keys:
        wanted.setdefault(noun, []).append(key)
    return _images(_rows(model_of(noun)).filter(pk__in=ids) for noun, ids in wanted.items())


def differences(before: Mapping[Key, Image | None], after: Mapping[Key, Image]) -> list[list[Any]]:
    """[noun, id, before, after] of each row that is not as it was: whole where it came or went, else what differs."""
    found = []
    for key in sorted({*before, *after}):
        was, now = before.get(key), after.get(key)
        if was is not None and now is not None:
            names = [name for name in was if was[name] != now[name] and name not in COUNTED]
            was, now = ({name: side[name] for name in names} for side in (was, now))
        if was or now:
            found.append([*key, was, now])
    return found


def _of_series(key: int) -> list[QuerySet[Any]]:
    schedules = list(_rows(Schedule).filter(series=key).values_list("pk", "uid"))
    ids, uids = [pk for pk, _ in schedules], [uid for _, uid in schedules]
    refs = Q(noun="series", object_id=key) | Q(noun="upstream", object_id__in=ids)
    keys = [*uids, *_rows(ExternalRef).filter(noun="series", object_id=key).values_list("key", flat=True)]
    return [
        _rows(Series).filter(pk=key), _rows(Schedule).filter(series=key),
        _rows(Override).filter(schedule__series=key), _rows(Occurrence).filter(series=key),
        _rows(HOLDING).filter(series=key), _rows(JoinTarget).filter(series=key), _rows(Destination).filter(series=key),
        _rows(CallForProposals).filter(series=key),
        _rows(ExternalRef).filter(refs | Q(noun="placement", key__in=keys)),
    ]  # fmt: skip


def _of_group(key: int) -> list[QuerySet[Any]]:
    return [
        _rows(Group).filter(pk=key), _rows(Goal).filter(group=key), _rows(Channel).filter(group=key),
        _rows(Membership).filter(group=key), _rows(Person).filter(memberships__group=key).distinct(),
        _rows(Grant).filter(group=key), _rows(Destination).filter(group=key),
    ]  # fmt: skip


def _of_community() -> list[QuerySet[Any]]:
    return [
        _rows(Community),
        _rows(Space),
        _rows(Channel).filter(group=None),
        _rows(Destination).filter(group=None, series=None),
    ]


def _rows(model: type[Model]) -> QuerySet[Any]:
    """Also those that lists leave out."""
    return model._base_manager.order_by()


def _images(found: Iterable[QuerySet[Any]]) -> dict[Key, Image]:
    return {
        (rows.model._meta.model_name, one["id"]): {name: plain(value) for name, value in one.items()}
        for rows in found
        for one in rows.values()
    }
