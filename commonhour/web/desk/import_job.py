"""The page of an upload that the worker reads and writes: how far it is, what is in it, and how to stop it."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext, ngettext

from commonhour import clock
from commonhour.actions.dates.owed import make_owed_dates
from commonhour.core.finding import Finding
from commonhour.core.rights import WORKER
from commonhour.errors.telling import Fault, tell
from commonhour.models import Import, ImportDraft
from commonhour.reads.upload import dates_owed, is_taken, is_waiting_for_nobody
from commonhour.web.desk.import_page import finding_lists
from commonhour.web.desk.said import go, show

_EVERY = "2"  # seconds between two looks
_FEW = 20  # calls whose dates are made while their owner waits


def is_heavy(kept: ImportDraft) -> bool:
    return kept.state != ImportDraft.READY or bool(kept.seen or kept.fault)


def upload_page(request: HttpRequest, kept: ImportDraft) -> HttpResponse:
    if kept.state == ImportDraft.DONE and kept.imported_id:
        return go(request, f"/desk/import/done/{kept.imported_id}/")
    is_under_way = kept.state != ImportDraft.READY
    context: dict[str, object] = {
        "kept": kept,
        "here": f"/desk/import/{kept.pk}/",
        "is_under_way": is_under_way,
        "step": _step(kept) if is_under_way else "",
        "is_alone": is_under_way and is_waiting_for_nobody(clock.now()),
        "counts": _counts(kept.seen),
        "findings": finding_lists(map(Finding.of, kept.seen.get("findings", []))),
        "more": kept.seen.get("more", 0),
        "refused": _sentence(kept.fault),
    }
    return refreshed(show(request, "import_job.html", context), is_under_way)


def refreshed(response: HttpResponse, is_under_way: bool) -> HttpResponse:
    """The page looks again by itself, without any script."""
    if is_under_way:
        response.headers["Refresh"] = _EVERY
    return response


def make_few(row: Import) -> None:
    """The dates of a small import at once; those of a big one are the worker's, unless there is none."""
    owed, now = dates_owed(row), clock.now()
    if row.change_set and (owed.of <= _FEW or is_waiting_for_nobody(now)):
        make_owed_dates(now, actor=WORKER, change=row.change_set)


def _step(kept: ImportDraft) -> str:
    if not is_taken(kept, clock.now()):
        return gettext("Waiting for its turn.")
    if kept.state == ImportDraft.TO_FETCH:
        return gettext("It is being fetched.")
    if kept.state == ImportDraft.TO_READ:
        return gettext("It is being read.")
    return gettext("It is being written.")


def _counts(seen: dict[str, int]) -> list[str]:
    if not seen:
        return []
    return [
        ngettext("{n} group", "{n} groups", seen["groups"]).format(n=f"{seen['groups']:,}"),
        ngettext("{n} call", "{n} calls", seen["series"]).format(n=f"{seen['series']:,}"),
        ngettext("{n} talk", "{n} talks", seen["sessions"]).format(n=f"{seen['sessions']:,}"),
    ]


def _sentence(met: Fault) -> str:
    return tell(met) if met else ""
