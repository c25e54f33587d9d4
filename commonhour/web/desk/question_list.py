"""The page of open questions; the one that was saved without an answer carries its error."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext

from commonhour import clock
from commonhour.models import Series
from commonhour.reads.question import questions
from commonhour.web.desk.gate import my_groups, who
from commonhour.web.desk.question import card
from commonhour.web.desk.said import show
from commonhour.web.reader import reader_of

LIST = "/desk/undecided/"


def question_list(request: HttpRequest, number: int) -> HttpResponse:
    page = questions(my_groups(who(request)), clock.now(), number)
    return _shown(request, {"page": page})


def unanswered(request: HttpRequest, series: Series) -> HttpResponse:
    """Nothing was chosen: the page with that question again, and what is missing said beside it."""
    page = questions(my_groups(who(request)), clock.now(), holding=series)
    sentence = gettext("Nothing was saved: choose one of the answers first.")
    context = {
        "page": page, "unanswered": series.pk, "unanswered_sentence": sentence,
        "problems": [(f"a{series.pk}", sentence)], "typed_length": request.POST.get("length", ""),
        "here": LIST,
    }  # fmt: skip
    return _shown(request, context, status=422)


def _shown(request: HttpRequest, context: dict[str, object], status: int = 200) -> HttpResponse:
    page, tzid = context["page"], reader_of(request).tzid
    cards = [card(one, clock.now(), tzid) for one in page.shown]  # type: ignore[attr-defined]
    return show(request, "undecided.html", context | {"cards": cards}, status=status)
