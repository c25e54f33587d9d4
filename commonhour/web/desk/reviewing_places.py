"""Accepting a proposal, with or without a date; giving an accepted one a date, another date, or none."""

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext

from commonhour import clock
from commonhour.actions import decision as actions
from commonhour.core.rights import Verb
from commonhour.core.speech.messages.decision import ANSWER, SLOT
from commonhour.errors import Conflict
from commonhour.models import Occurrence, Proposal
from commonhour.models.proposal import ACCEPTED, OPEN
from commonhour.reads.reviewing import is_veiled
from commonhour.reads.slot import Choice, choices, series_to_choose, slot_of
from commonhour.web.desk.gate import desk, who
from commonhour.web.desk.reviewing import the_proposal
from commonhour.web.desk.reviewing_answer import letter, told
from commonhour.web.desk.reviewing_forms import SlotForm
from commonhour.web.desk.said import go, show
from commonhour.web.voice import in_a_sentence


@desk
def accept(request: HttpRequest, pk: int) -> HttpResponse:
    return _slots(request, the_proposal(request, pk, Verb.DECIDE), is_new=True)


@desk
def place(request: HttpRequest, pk: int) -> HttpResponse:
    """Of an accepted one."""
    row = the_proposal(request, pk, Verb.DECIDE)
    if row.state != ACCEPTED:
        return go(request, _path(row))
    return _slots(request, row, is_new=False)


@desk
def take_off(request: HttpRequest, pk: int) -> HttpResponse:
    """GET asks, POST does it."""
    row = the_proposal(request, pk, Verb.DECIDE)
    slot = slot_of(row)
    if slot is None:
        return go(request, _path(row), gettext("It has no date."))
    if request.method == "POST":
        seen = request.POST.get("version", "")
        version = int(seen) if seen.isascii() and seen.isdigit() else -1
        actions.take_off(row, version=version, now=clock.now(), actor=who(request))
        return go(request, _path(row), gettext("It has no date any more.") + " " + told(1))
    context: dict[str, object] = {
        "title": row.title,
        "version": row.version,
        "slot": slot,
        "path": _path(row),
    }
    return show(request, "review_take_off.html", context)


def _slots(request: HttpRequest, row: Proposal, *, is_new: bool) -> HttpResponse:
    posted = request.POST if request.method == "POST" else None
    series = series_to_choose(row, who(request).groups(Verb.KEEP_RECORD))
    chosen = _series(series, posted.get("series", "") if posted else request.GET.get("series", ""))
    found = choices(row, chosen, clock.now(), is_veiled=is_veiled(row, who(request).user)) if chosen else []
    initial = {"version": row.version, "series": chosen}
    form = SlotForm(series, [one.key for one in found], posted, initial=initial)
    refused, status = "", 200
    if posted is not None and "show" in posted:
        form.errors.pop("slot", None)  # of the series that was shown before
    elif posted is not None and form.is_valid():
        try:
            return _done(request, row, form, is_new=is_new)
        except Conflict as error:
            refused, status = in_a_sentence(error), error.status
    status = status if status != 200 else 422 if form.errors else 200
    return _page(request, row, form, found, refused, status, is_new=is_new)


def _done(request: HttpRequest, row: Proposal, form: SlotForm, *, is_new: bool) -> HttpResponse:
    version, now, actor = form.cleaned_data["version"], clock.now(), who(request)
    dates = list(Occurrence.objects.select_related("series__group").filter(pk__in=form.dates))
    if len(dates) != len(form.dates):
        raise Conflict("slot-not-there")
    if is_new:
        actions.accept_proposal(
            row, form.cleaned_data["words"], dates=dates, version=version, now=now, actor=actor
        )
    else:
        actions.place_proposal(row, dates, version=version, now=now, actor=actor)
    said = gettext("It has its date.") if dates else gettext("It is accepted.")
    return go(request, _path(row), f"{said} {told(1)}")


def _page(
    request: HttpRequest,
    row: Proposal,
    form: SlotForm,
    found: Sequence[Choice],
    refused: str,
    status: int,
    *,
    is_new: bool,
) -> HttpResponse:
    if is_new and row.state not in OPEN and not refused:
        raise Conflict("proposal-decided")
    key = str(form["slot"].value() or "")
    dates = next((one.dates for one in found if one.key == key), ())
    words = str(form["words"].value() or "") if is_new else ""
    context: dict[str, object] = {
        "title": row.title, "form": form, "choices": found, "chosen": key, "is_new": is_new, "path": _path(row),
        "refused": refused, "has_series": bool(form.fields["series"].choices),  # type: ignore[attr-defined]
        "letter": letter(row, ACCEPTED, words, dates, ANSWER if is_new else SLOT),
    }  # fmt: skip
    return show(request, "review_place.html", context, status=status)


def _series(among: Sequence[tuple[str, str]], asked: str) -> str:
    """The slug that was asked for, or the first."""
    return next((slug for slug, _ in among if slug == asked), among[0][0] if among else "")


def _path(row: Proposal) -> str:
    return f"/desk/proposal/{row.pk}/"
