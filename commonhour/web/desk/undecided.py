"""Series that cannot be put into a calendar yet, each with the question that must be answered."""

from django.http import HttpRequest, HttpResponse

from commonhour.reads.desk import undecided_series
from commonhour.web.desk.gate import desk, my_groups, who
from commonhour.web.desk.said import show


@desk
def index(request: HttpRequest) -> HttpResponse:
    return show(request, "undecided.html", {"series": undecided_series(my_groups(who(request)))})
