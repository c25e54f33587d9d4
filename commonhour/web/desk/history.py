"""Everything that was changed, newest first."""

from django.http import HttpRequest, HttpResponse

from commonhour.reads.history import changes_page
from commonhour.web.desk.gate import desk, seen_groups, who
from commonhour.web.desk.pages import page_number
from commonhour.web.desk.said import show
from commonhour.web.past import in_words
from commonhour.web.reader import reader_of


@desk
def index(request: HttpRequest) -> HttpResponse:
    number = page_number(request)
    actor = who(request)
    entries, has_more = changes_page(seen_groups(actor), number, actor)
    context: dict[str, object] = {
        "entries": in_words(entries, reader_of(request).tzid, with_nouns=True),
        "earlier": number + 1 if has_more else 0,
        "later": number - 1,
    }
    return show(request, "history.html", context)
