"""A whole import: one transaction, one change set, one row that keeps what was seen."""

import datetime as dt
from collections import Counter
from dataclasses import asdict

from commonhour.actions.dates.owed import Told, make_owed_dates, owe_dates, untold
from commonhour.actions.news.change_set import Changes, Remembered, change_set
from commonhour.actions.rights import require
from commonhour.actions.upstream.ahead import look_ahead
from commonhour.actions.upstream.busy import report_busy
from commonhour.actions.upstream.calls import match_ahead, write_calls
from commonhour.actions.upstream.groups import (
    remember_rejections,
    write_community,
    write_groups,
    write_sources,
    write_spaces,
)
from commonhour.actions.upstream.run import CALL_KINDS, ImportReport, Run
from commonhour.actions.upstream.series import write_series
from commonhour.actions.upstream.sessions import write_sessions
from commonhour.core.draft import Draft
from commonhour.core.places.drafts import without_secrets
from commonhour.core.rights import REHEARSAL, WORKER, Actor, Verb
from commonhour.models import ChangeSet, Group, Import

_NAME_LENGTH = 200


def import_draft(
    draft: Draft,
    *,
    now: dt.datetime,
    actor: Actor,
    name: str,
    group: Group | None = None,
    told: Told = untold,
) -> ImportReport:
    """Write a draft into the hub: update, never duplicate, three ways. One transaction; when it is over the import is
    done, and the dates of its calls follow in slices, by whoever is there (`dates/owed.py`).

    `name` is what was imported, for people; with `group` a calendar's calls all go there. The draft's findings
    and matches are completed on the way. Raises UserErrors only, and then nothing is written.
    """
    report = write_draft(draft, now=now, actor=actor, name=name, group=group)
    if report.row.change_set_id:
        make_owed_dates(now, actor=WORKER, change=report.row.change_set, told=told)
    return report


def write_draft(
    draft: Draft, *, now: dt.datetime, actor: Actor, name: str, group: Group | None = None
) -> ImportReport:
    """The same, with its dates left to the worker."""
    return _import(draft, now=now, actor=actor, name=name, group=group, with_dates=True)[0]


def rehearse_draft(draft: Draft, *, now: dt.datetime, name: str, group: Group | None = None) -> Run:
    """The same without making dates, for a transaction that will be rolled back."""
    return _import(draft, now=now, actor=REHEARSAL, name=name, group=group, with_dates=False)[1]


def _import(
    draft: Draft, *, now: dt.datetime, actor: Actor, name: str, group: Group | None, with_dates: bool
) -> tuple[ImportReport, Run]:
    short = name if len(name) <= _NAME_LENGTH else "…" + name[1 - _NAME_LENGTH :]
    require(actor, Verb.IMPORT)
    ahead = look_ahead(without_secrets(draft), now, short)
    if draft.kind in CALL_KINDS:
        match_ahead(Run(Changes(ChangeSet()), draft, now, short, ahead, chosen=group))
    with change_set(now, actor, "imported", {"name": short}, group=group) as changes:
        run = Run(changes, draft, now, short, ahead, chosen=group)
        run.recall()
        _write(run)
        run.memory.keep()
        if with_dates:
            owe_dates(changes, run.touched)
        before = Import.last_page()
        row = Import.objects.create(
            at=now, kind=draft.kind, name=short, change_set=changes.row if changes.rows else None,
            findings=[finding.as_row() for finding in draft.findings],
            unplaced=[{"where": one.where, "text": one.text} for one in draft.unplaced],
            taken_away=before.taken_away if before else [],
            matches=[asdict(match) for match in draft.matches], answers=draft.answers,
        )  # fmt: skip
        added, changed = _counts(changes.rows)
    return ImportReport(row, added, changed, tuple(draft.findings), tuple(draft.matches)), run


def _write(run: Run) -> None:
    write_community(run)
    write_spaces(run)
    write_groups(run)
    write_sources(run)
    if run.holds_calls:
        write_calls(run)
        report_busy(run.draft, run.now)
    else:
        write_series(run)
        write_sessions(run)
    remember_rejections(run)


def _counts(rows: list[Remembered]) -> tuple[dict[str, int], dict[str, int]]:
    """How many things of each noun were added, and how many changed otherwise."""
    added = {(row.noun, row.object_id) for row in rows if row.field == "" and row.before is None}
    changed = {(row.noun, row.object_id) for row in rows} - added
    return dict(Counter(noun for noun, _ in sorted(added))), dict(
        Counter(noun for noun, _ in sorted(changed))
    )
