"""Series that cannot be put into a calendar yet, each with its question and the answers its words allow."""

import re

from django.http import HttpRequest, HttpResponse

from commonhour import clock
from commonhour.reads.question import questions
from commonhour.web.desk.answer import offered_answer
from commonhour.web.desk.gate import desk, my_groups, who
from commonhour.web.desk.question import card
from commonhour.web.desk.said import show
from commonhour.web.reader import reader_of


@desk
def index(request: HttpRequest) -> HttpResponse:
    now, asked = clock.now(), request.GET.get("page", "")
    number = int(asked) if re.fullmatch(r"\d{1,4}", asked, re.ASCII) else 1
    page = questions(my_groups(who(request)), now, number)
    cards = [card(one, now, reader_of(request).tzid) for one in page.shown]
    return show(request, "undecided.html", {"page": page, "cards": cards, "undo": offered_answer(request)})
