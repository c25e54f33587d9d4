"""A break in the desk: whose and which days, then the dates that lie in it, each of which may take place anyway."""

from collections import defaultdict

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from commonhour import clock
from commonhour.actions.breaks import InBreak, call_break, dates_in
from commonhour.core.news import BreakNews, DateNews, SeriesNews
from commonhour.core.rights import Actor, Verb
from commonhour.core.schedule.listed_date import ListedDate
from commonhour.errors import Conflict, UserError
from commonhour.models import Group, Occurrence, Series
from commonhour.reads.news import resuming
from commonhour.web.desk.forms import DayField, PlainForm, RowsField
from commonhour.web.desk.gate import desk, who
from commonhour.web.desk.said import go, show
from commonhour.web.desk.telling import and_told, audience_of, cancelled, telling_of, wants_to_tell
from commonhour.web.voice import in_a_sentence


class BreakForm(PlainForm):
    first = DayField(label=_("First day without meetings"))
    last = DayField(label=_("Last day without meetings"))
    everything = forms.BooleanField(
        label=_("The whole community, also calls that belong to no group"), required=False
    )
    group = RowsField(Group.objects.none(), label=_("Groups"), required=False)

    def __init__(self, actor: Actor, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        mine = actor.groups(Verb.CHANGE_DATE)
        rows = Group.objects.living()
        self.fields["group"].queryset = rows if mine is None else rows.filter(pk__in=mine)  # type: ignore[attr-defined]
        if not actor.may(Verb.CHANGE_COMMUNITY):
            del self.fields["everything"]

    def clean(self) -> dict[str, object]:
        found = super().clean() or {}
        if found.get("first") and found.get("last") and found["last"] < found["first"]:
            self.add_error("last", gettext("The last day must not be before the first."))
        if not found.get("everything") and not found.get("group") and "group" not in self.errors:
            self.add_error("group", gettext("Choose whose dates are called off."))
        return found

    def groups(self) -> list[Group] | None:
        """None for the whole community."""
        return None if self.cleaned_data.get("everything") else list(self.cleaned_data["group"])


class CallForm(PlainForm):
    """`seen` says which dates the page showed."""

    reason = forms.CharField(label=_("Why? Everybody can read it"), required=False, max_length=300)
    seen = forms.CharField(max_length=40, widget=forms.HiddenInput)


@desk
def new(request: HttpRequest) -> HttpResponse:
    """GET shows the dates once the days are there, POST with "show" also what would be told; any other POST calls them off."""
    asked = request.POST if request.method == "POST" else request.GET
    is_asked = request.method == "POST" or "first" in request.GET
    form = BreakForm(who(request), asked if is_asked else None, initial={"group": asked.getlist("group")})
    found, conflict = _found(form) if is_asked and form.is_valid() else None, ""
    call = CallForm(request.POST or None, initial={"seen": found.token if found else ""})
    is_shown = "show" in request.POST
    if found and call.is_valid() and request.method == "POST" and not is_shown:
        try:
            return go(request, "/desk/groups/", and_told(request, _called_off(request, form, call), None))
        except (Conflict, UserError) as refused:
            conflict = in_a_sentence(refused)
    if found and call.is_valid():
        call = CallForm(initial={"seen": found.token, "reason": call.cleaned_data["reason"]})
    context = {
        "form": form, "call": call, "conflict": conflict, "is_asked": is_asked,
        "ours": _listed(found.ours) if found else [], "theirs": _listed(found.theirs) if found else [],
        "kept": set(asked.getlist("keep")), "is_found": found is not None,
    } | (_told(request, form, found, asked.get("reason", "").strip()) if found else {})  # fmt: skip
    status = 409 if conflict else 422 if request.method == "POST" and not (found and is_shown) else 200
    return show(request, "break.html", context, status=status)


def _called_off(request: HttpRequest, form: BreakForm, call: CallForm) -> str:
    number = call_break(
        form.groups(), form.cleaned_data["first"], form.cleaned_data["last"], now=clock.now(), actor=who(request),
        reason=call.cleaned_data["reason"].strip(), keep=set(request.POST.getlist("keep")),
        seen=call.cleaned_data["seen"], tell=wants_to_tell(request),
    )  # fmt: skip
    return ngettext("{n} date is called off.", "{n} dates are called off.", number).format(n=number)


def _told(request: HttpRequest, form: BreakForm, found: InBreak, reason: str) -> dict[str, object]:
    """Who would be told, and what, without the dates that were ticked. As many queries for one series as for many."""
    asked = request.POST if request.method == "POST" else request.GET
    kept = set(asked.getlist("keep"))
    rows = [row for row in found.ours if str(row.public_id) not in kept]
    dates: dict[int, list[DateNews]] = defaultdict(list)
    for row in rows:
        dates[row.series_id].append(cancelled(row, reason))
    series = Series.objects.filter(pk__in=dates).select_related("group").prefetch_related("co_groups")
    touched, last = list(series.order_by("title", "pk")), form.cleaned_data["last"]
    told = audience_of(request, *touched)
    resumes = {} if told.is_empty else resuming(dates, last, instead_of=rows)
    news = [
        SeriesNews(
            one.title,
            one.path,
            one.group.name if one.group else "",
            tuple(dates[one.pk]),
            resumes=resumes.get(one.pk),
        )
        for one in touched
    ]
    telling = telling_of(request, told, news, BreakNews(form.cleaned_data["first"], last))
    return {"telling": telling, "can_tell": telling or not told.is_empty}


def _found(form: BreakForm) -> InBreak | None:
    """The dates in it; None, with the form's error, when it cannot be."""
    try:
        return dates_in(form.groups(), form.cleaned_data["first"], form.cleaned_data["last"], clock.now())
    except UserError as error:
        form.add_error("last", in_a_sentence(error))
        return None


def _listed(rows: list[Occurrence]) -> list[ListedDate]:
    return Occurrence.objects.filter(pk__in=[row.pk for row in rows]).order_by("start", "id").listed()
