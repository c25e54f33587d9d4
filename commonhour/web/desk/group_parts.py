"""A group's goals, people and channels: a page of rows each, locked against silent overwriting."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.forms import BaseFormSet
from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from commonhour import clock
from commonhour.actions.group import set_channels, set_goals, set_people
from commonhour.errors import Conflict
from commonhour.models import Group
from commonhour.reads.shapes.group import GroupName
from commonhour.web.desk.forms import field_errors, locked
from commonhour.web.desk.gate import desk, the_group, who
from commonhour.web.desk.group_forms import ChannelRows, GoalRows, PersonRows, VersionForm
from commonhour.web.desk.said import go, show
from commonhour.web.voice import in_a_sentence

_USUAL_ROLES = ("moderator", "chair", "lead", "co-chair", "note-taker", "tech lead")  # offered while typing


@dataclass(frozen=True)
class Part:
    """One page of rows: how they are read from a group, shown, and written."""

    name: str
    title: str | Promise
    hint: str | Promise
    rows: type[BaseFormSet]
    present: Callable[[Group], list[dict[str, Any]]]
    write: Callable[..., None]


def _goals(group: Group) -> list[dict[str, Any]]:
    return [{"text": goal.text, "due": goal.due} for goal in group.goals.all()]


def _people(group: Group) -> list[dict[str, Any]]:
    rows = group.memberships.filter(until=None).select_related("person")
    return [{"name": m.person.name, "role": m.role, "organisation": m.person.organisation} for m in rows]


def _channels(group: Group) -> list[dict[str, Any]]:
    return [{"kind": c.kind, "name": c.name or c.label, "url": c.url} for c in group.channels.all()]


GOALS = Part("goals", _("Goals"), _("One goal a row."), GoalRows, _goals, set_goals)
PEOPLE = Part("people", _("People"), _("Who runs it."), PersonRows, _people, set_people)
CHANNELS = Part(
    "channels", _("Channels"), _("Where it talks and keeps things."), ChannelRows, _channels, set_channels
)


@desk
def goals(request: HttpRequest, slug: str) -> HttpResponse:
    return _page(request, slug, GOALS)


@desk
def people(request: HttpRequest, slug: str) -> HttpResponse:
    return _page(request, slug, PEOPLE)


@desk
def channels(request: HttpRequest, slug: str) -> HttpResponse:
    return _page(request, slug, CHANNELS)


def _page(request: HttpRequest, slug: str, part: Part) -> HttpResponse:
    group = the_group(request, slug)
    lock = VersionForm(request.POST or None, initial={"version": group.version})
    rows = part.rows(request.POST or None, initial=part.present(group), prefix="row")
    conflict = ""
    if (
        request.method == "POST"
        and lock.is_valid()
        and rows.is_valid()
        and _renames_nobody(request, group, part, rows)
    ):
        try:
            _write(request, group, part, lock.cleaned_data["version"], rows)
            return go(request, f"/desk/groups/{slug}/{part.name}/", gettext("Saved."))
        except Conflict as refused:
            conflict, group = in_a_sentence(refused), Group.objects.get(pk=group.pk)
            lock.show_both({}, group.version)
    is_wrong = rows.is_bound and not (lock.is_valid() and rows.is_valid())
    context: dict[str, object] = {
        "group": GroupName(group.slug, group.name), "lock": lock, "rows": rows, "part": part.name, "page": part, "conflict": conflict,
        "theirs": _in_words(part.present(group)) if conflict else [], "roles": _USUAL_ROLES,
        "problems": _problems(lock, rows) if is_wrong else [],
    }  # fmt: skip
    return show(request, "group_rows.html", context, status=409 if conflict else 422 if is_wrong else 200)


def _renames_nobody(request: HttpRequest, group: Group, part: Part, rows: BaseFormSet) -> bool:
    """Whoever signs in is called what they call themselves: a row over their name is no way to rename them."""
    if part is not PEOPLE:
        return True
    me = who(request).user
    theirs = group.memberships.filter(until=None).exclude(person__user=None).exclude(person__user=me)
    names = set(theirs.values_list("person__name", flat=True))
    for form in rows.initial_forms:
        name = form.initial["name"]
        if name in names and form.cleaned_data["name"] not in ("", name) and form not in rows.deleted_forms:
            form.add_error("name", gettext("Only {name} can change this name. To put somebody else here, remove this row and add another.").format(name=name))  # fmt: skip
    return rows.is_valid()


def _write(request: HttpRequest, group: Group, part: Part, version: int, rows: BaseFormSet) -> None:
    gone = rows.deleted_forms
    found = [row for row in (form.row() for form in rows if form not in gone) if row is not None]
    with locked(group) as fresh:
        part.write(fresh, found, now=clock.now(), actor=who(request), version=version)


def _problems(lock: VersionForm, rows: BaseFormSet) -> list[tuple[str, str]]:
    whole = [("", str(sentence)) for sentence in rows.non_form_errors()]
    return [*field_errors(lock), *whole, *(one for form in rows for one in field_errors(form))]


def _in_words(rows: Sequence[dict[str, Any]]) -> list[str]:
    """What is stored now, a line a row."""
    return [" · ".join(str(value) for value in row.values() if value) for row in rows]
