"""Saying whether one comes: the form of a date, which anybody may send, and the page on which the address says yes."""

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt

from commonhour import clock
from commonhour.actions.replies import ask_reply, confirm_reply
from commonhour.core.replies import AskedReply, Reach
from commonhour.core.schedule.listed_date import ListedDate
from commonhour.errors import NotFound, UserError
from commonhour.models import Occurrence
from commonhour.reads.mail_links import asked_reply, replies_path
from commonhour.reads.replies import Counts, counts_of
from commonhour.web.by_link import by_link, for_reader
from commonhour.web.by_mail import network_of, require_own_page
from commonhour.web.desk.forms import field_errors
from commonhour.web.documents import the_date
from commonhour.web.door import require_readable
from commonhour.web.public import public, unkept
from commonhour.web.reader import reader_of
from commonhour.web.reply_forms import REACHES, ReplyForm
from commonhour.web.voice import in_a_sentence


@dataclass(frozen=True, slots=True)
class ReplyPart:
    """What the page of a date shows of it; without a form where nobody is asked any more."""

    counts: Counts
    form: ReplyForm | None


def reply_part(line: ListedDate) -> ReplyPart | None:
    """None for a date that asks nobody, and for one that is over and of which nothing is known."""
    counts = counts_of([line.id]).get(line.id)
    if counts is None:
        return None
    if line.end > clock.now():
        return ReplyPart(counts, ReplyForm())
    return ReplyPart(counts, None) if counts.yes or counts.no else None


@csrf_exempt
def page(request: HttpRequest, slug: str, day: str) -> HttpResponse:
    """One mail to the address, and the same answer whether it is known or not. No cookie guards it: a public page has none,
    and who sends it gains nothing but that mail."""
    if request.method != "POST":
        return _asked(request, slug, day)
    require_readable(request)
    require_own_page(request)
    return unkept(_sent(request, the_date(slug, day)))


@public
def _asked(request: HttpRequest, slug: str, day: str) -> HttpResponse:
    return _form_page(request, the_date(slug, day), ReplyForm())


def _sent(request: HttpRequest, line: ListedDate) -> HttpResponse:
    form, reader = ReplyForm(request.POST), reader_of(request)
    if not form.is_valid():
        return _form_page(request, line, form)
    found = form.cleaned_data
    series = Occurrence.objects.values_list("series_id", flat=True).get(public_id=line.id)
    asked = AskedReply(
        found["email"], series, line.id, found["reach"], form.does_come, found["name"].strip(), reader.lang, reader.tzid
    )  # fmt: skip
    try:
        ask_reply(asked, network_of(request), base_url=settings.BASE_URL, now=clock.now())
    except UserError as error:
        return _form_page(request, line, form, error)
    return render(request, "replies/sent.html", {"email": asked.email, "line": line})


def _form_page(
    request: HttpRequest, line: ListedDate, form: ReplyForm, refused: UserError | None = None
) -> HttpResponse:
    counts = counts_of([line.id]).get(line.id)
    if counts is None and refused is None:
        raise NotFound("replies-not-asked")
    context = {
        "line": line, "replies": ReplyPart(counts or Counts(0, 0), form if line.end > clock.now() else None),
        "problems": field_errors(form) if form.is_bound else [], "refused": in_a_sentence(refused) if refused else "",
    }  # fmt: skip
    status = refused.status if refused else 422 if form.errors else 200
    return render(request, "replies/page.html", context, status=status)


@by_link
def confirmation(request: HttpRequest, token: str) -> HttpResponse:
    """GET shows what was answered; POST is the yes."""
    asked = asked_reply(token, clock.now())
    with for_reader(request, asked.language, asked.tzid):
        if request.method == "POST":
            guest = confirm_reply(token, now=clock.now())
            path = replies_path(asked.series, guest=guest.pk, date=asked.date)
            return HttpResponseRedirect(reader_of(request).link(path))
        line = Occurrence.objects.filter(public_id=asked.date).first_listed()
        if line is None:
            raise NotFound("reply-link-unknown")
        counts = counts_of([line.id]).get(line.id)
        context = {
            "asked": asked, "line": line, "reach": dict(REACHES)[Reach(asked.reach)], "counts": counts,
            "is_asked": counts is not None and (line.end > clock.now() or asked.reach == Reach.ALL),
        }  # fmt: skip
        return render(request, "replies/confirm.html", context)
