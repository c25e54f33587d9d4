"""What waits for somebody on the first page of the desk: worst first, and nothing of which there is none."""

from typing import NamedTuple

from django.utils.translation import ngettext

from commonhour.reads.agenda import DateAsked
from commonhour.reads.desk import ImportSummary, Today
from commonhour.reads.to_review import Reviews


class Waiting(NamedTuple):
    """`fault` is an extra word for what is broken rather than open."""

    path: str
    number: int
    words: str
    fault: str = ""


def waiting(page: Today, to_look_at: int, ending: int, reviews: Reviews) -> list[Waiting]:
    """Broken things before open questions, these before offers."""
    failing, unplaced, undecided, offered = page.failing, page.unplaced, page.undecided, page.offered
    rows = [
        Waiting("/desk/sources/", failing, ngettext("outside calendar could not be read", "outside calendars could not be read", failing)),
        Waiting("/desk/messages/", page.untold, ngettext("message could not be delivered", "messages could not be delivered", page.untold)),
        Waiting("/desk/submissions/", page.sent_in, ngettext("meeting was sent in", "meetings were sent in", page.sent_in)),
        Waiting("/desk/submissions/", page.wished, ngettext("change was asked for", "changes were asked for", page.wished)),
        *(_of_agenda(one) for one in page.asked),
        Waiting("/desk/letters/", page.letters, ngettext("letter came in", "letters came in", page.letters)),
        Waiting("/desk/reviewing/", reviews.refused, ngettext("speaker cannot on the date of their talk", "speakers cannot on the dates of their talks", reviews.refused)),
        Waiting("/desk/reviewing/", reviews.unsaid, ngettext("proposal waits for what you think", "proposals wait for what you think", reviews.unsaid)),
        *(_of_import(one) for one in page.imports if one.errors),
        Waiting("/desk/undecided/", undecided, ngettext("series has no time yet", "series have no time yet", undecided)),
        Waiting("/desk/unplaced/", unplaced, ngettext("call belongs to no group", "calls belong to no group", unplaced)),
        Waiting("/desk/people/", ending, ngettext("role ends within 14 days", "roles end within 14 days", ending)),
        Waiting("/desk/check/", to_look_at, ngettext("thing is worth a look", "things are worth a look", to_look_at)),
        Waiting("/desk/sources/", offered, ngettext("outside calendar is offered", "outside calendars are offered", offered)),
        Waiting("/desk/health/", page.unheard, ngettext("group did not say whether it still meets", "groups did not say whether they still meet", page.unheard)),
        *(_of_import(one) for one in page.imports if not one.errors),
    ]  # fmt: skip
    return [row for row in rows if row.number]


def _of_agenda(one: DateAsked) -> Waiting:
    words = ngettext("proposal for the agenda of {title}", "proposals for the agenda of {title}", one.number)
    return Waiting(f"/desk/notes/{one.date}/agenda/", one.number, words.format(title=one.title))


def _of_import(one: ImportSummary) -> Waiting:
    words = ngettext("finding in {name}", "findings in {name}", one.total).format(name=one.name)
    errors = ngettext("{n} error", "{n} errors", one.errors).format(n=one.errors) if one.errors else ""
    return Waiting(one.path, one.total, words, errors)
