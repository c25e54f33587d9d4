"""An answer to "when does it meet?" from its readings: two clicks, and ten minutes to take it back."""

import datetime as dt
import re

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext

from commonhour import clock
from commonhour.actions.answer import decide_by_reading, decide_on_demand
from commonhour.core.speech.sentences import rule_sentence
from commonhour.errors import RefusedInput
from commonhour.models import Series
from commonhour.web.desk.gate import desk, post_only, the_series, who
from commonhour.web.desk.question import LENGTHS
from commonhour.web.desk.question_list import LIST, unanswered
from commonhour.web.desk.said import go
from commonhour.web.voice import words

ON_DEMAND = "demand"


@desk
@post_only
def save(request: HttpRequest, slug: str) -> HttpResponse:
    """Store the reading that was chosen. Nothing chosen is said, not guessed."""
    series, chosen = the_series(request, slug), request.POST.get("reading", "")
    seen = request.POST.get("seen", "")
    if chosen == ON_DEMAND:
        decide_on_demand(series, seen=seen, now=clock.now(), actor=who(request))
        sentence = gettext("“{title}” meets when needed; nobody is asked again.").format(title=series.title)
    elif re.fullmatch(r"\d{1,3}", chosen, re.ASCII):
        length = _length(request.POST.get("length", ""))
        decide_by_reading(series, int(chosen), seen=seen, now=clock.now(), actor=who(request), length=length)
        sentence = gettext("“{title}” is in the calendar: {sentence}").format(
            title=series.title, sentence=_sentence(series)
        )
    else:
        return unanswered(request, series)
    return go(request, _back(request), sentence)


def _sentence(series: Series) -> str:
    answered = series.schedules.filter(source=None)
    rules = [rule_sentence(row.as_core(), gettext, words(), clock.now()) for row in answered]
    return gettext(" and ").join(rules)


def _length(text: str) -> dt.timedelta | None:
    if not text:
        return None
    if text not in map(str, LENGTHS):
        raise RefusedInput("choose-length")
    return dt.timedelta(minutes=int(text))


def _back(request: HttpRequest) -> str:
    """The page of the list the question stood on."""
    page = request.POST.get("page", "")
    return f"{LIST}?page={page}" if re.fullmatch(r"[1-9]\d{0,3}", page, re.ASCII) else LIST
