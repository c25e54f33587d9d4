"""Everything that was changed, newest first."""

from django.http import HttpRequest, HttpResponse

from commonhour.reads.history import changes_page
from commonhour.web.desk.gate import desk, seen_groups, who
from commonhour.web.desk.said import show
from commonhour.web.past import in_words
from commonhour.web.reader import reader_of

_LAST = 10_000


@desk
def index(request: HttpRequest) -> HttpResponse:
    asked = request.GET.get("page", "1")
    number = (
        min(int(asked), _LAST) if asked.isascii() and asked.isdigit() and len(asked) < 9 and int(asked) else 1
    )
    entries, has_more = changes_page(seen_groups(who(request)), number)
    context: dict[str, object] = {
        "entries": in_words(entries, reader_of(request).tzid, with_nouns=True),
        "earlier": number + 1 if has_more else 0,
        "later": number - 1,
    }
    return show(request, "history.html", context)
