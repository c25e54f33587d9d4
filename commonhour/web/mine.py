"""A subscriber's own page, by the signed link in every mail: what comes, what ends, and the way back."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from commonhour import clock
from commonhour.actions import subscriber as actions
from commonhour.core.speech.messages.subscribing import KINDS
from commonhour.errors import Conflict
from commonhour.reads.mail_links import ending, own_path, owner
from commonhour.reads.subscriber import SubscriberPage, subscriber_page
from commonhour.web.by_link import by_link, for_reader
from commonhour.web.by_mail_forms import PreferencesForm
from commonhour.web.desk.forms import field_errors
from commonhour.web.desk.gate import post_only
from commonhour.web.desk.zone_list import zone_names
from commonhour.web.voice import in_a_sentence

View = Callable[..., HttpResponse]


def _mine(view: View) -> View:
    """Hands the page on to the view, in its reader's language and zone."""

    @by_link
    @wraps(view)
    def wrapped(request: HttpRequest, token: str, **kwargs: int) -> HttpResponse:
        shown = subscriber_page(owner(token), clock.now())
        with for_reader(request, shown.language, shown.tzid):
            return view(request, shown, **kwargs)

    return wrapped


def _back(shown: SubscriberPage) -> HttpResponse:
    return HttpResponseRedirect(own_path(shown.id))


@_mine
def page(request: HttpRequest, shown: SubscriberPage) -> HttpResponse:
    """The choices. POST saves them, unless another window did in the meantime."""
    posted = request.POST if request.method == "POST" else None
    form = PreferencesForm(posted, initial=form_facts(shown))
    conflict = ""
    if posted is not None and form.is_valid():
        wanted = dict(form.cleaned_data)
        try:
            actions.change_preferences(shown.id, wanted, version=wanted.pop("version"), now=clock.now())
            return _back(shown)
        except Conflict as refused:
            conflict, shown = in_a_sentence(refused), subscriber_page(shown.id, clock.now())
            form.show_both(PreferencesForm.facts(shown), shown.version)
    context = {
        "shown": shown, "form": form, "conflict": conflict, "mine": own_path(shown.id),
        "problems": field_errors(form) if form.is_bound else [], "zones": zone_names(shown.tzid),
    }  # fmt: skip
    return render(
        request, "by_mail/mine.html", context, status=409 if conflict else 422 if form.errors else 200
    )


def form_facts(shown: SubscriberPage) -> dict[str, object]:
    return PreferencesForm.facts(shown) | {"version": shown.version}


@_mine
@post_only
def end_one(request: HttpRequest, shown: SubscriberPage, pk: int) -> HttpResponse:
    actions.end_subscription(shown.id, pk, now=clock.now())
    return _back(shown)


@_mine
def end_all(request: HttpRequest, shown: SubscriberPage) -> HttpResponse:
    """GET asks."""
    if request.method == "POST":
        actions.end_everything(shown.id, now=clock.now())
        return _back(shown)
    return render(request, "by_mail/end_all.html", {"shown": shown, "mine": own_path(shown.id)})


@_mine
@post_only
def again(request: HttpRequest, shown: SubscriberPage) -> HttpResponse:
    actions.start_again(shown.id, now=clock.now())
    return _back(shown)


@_mine
@post_only
def undo(request: HttpRequest, shown: SubscriberPage) -> HttpResponse:
    actions.undo(shown.id, now=clock.now())
    return _back(shown)


@_mine
def delete(request: HttpRequest, shown: SubscriberPage) -> HttpResponse:
    """GET asks."""
    if request.method == "POST":
        actions.forget(shown.id)
        return render(request, "by_mail/deleted.html", {"email": shown.email})
    return render(request, "by_mail/delete.html", {"shown": shown, "mine": own_path(shown.id)})


@by_link
def end(request: HttpRequest, token: str) -> HttpResponse:
    """What one mail was of. A person's press of the button and a mail program's POST (RFC 8058) are the same, as often
    as they come."""
    key, what = ending(token)
    shown = subscriber_page(key, clock.now())
    kind, _, number = what.partition(" ")
    if request.method == "POST":
        if kind == "subscription":
            actions.end_subscription(key, int(number), now=clock.now())
        else:
            actions.end_kind(key, kind, now=clock.now())
        shown = subscriber_page(key, clock.now())
    with for_reader(request, shown.language, shown.tzid):
        names = next((one.names for one in shown.subscriptions if str(one.id) == number), ())
        context = {"shown": shown, "mine": own_path(key), "kind": KINDS.get(kind, ""), "names": names,
                   "is_over": request.method == "POST" or _is_over(shown, kind, number)}  # fmt: skip
        return render(request, "by_mail/end.html", context)


def _is_over(shown: SubscriberPage, kind: str, number: str) -> bool:
    if kind == "subscription":
        return number not in [str(one.id) for one in shown.subscriptions]
    is_on = {
        "changes": shown.tells_changes, "week": shown.tells_week, "notes": shown.tells_notes,
        "calendar": shown.invites, "reminders": bool(shown.reminder_minutes),
    }  # fmt: skip
    return not is_on[kind]
