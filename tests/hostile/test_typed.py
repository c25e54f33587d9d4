"""Secrets typed into every field of every form of the desk, as its pages show them: none is in a column afterwards."""

from collections import Counter
from html.parser import HTMLParser
from zlib import crc32

import pytest
from cast import make_manager
from django.apps import apps
from django.db import models, transaction
from django.forms import CharField
from django.urls import resolve

from commonhour.models import JoinTarget
from commonhour.web.desk.forms import PlainForm
from tests.hostile.planted import SECRETS, filled
from tests.hostile.user_text import make_full_hub

pytestmark = pytest.mark.django_db
SPOKEN = [secret for secret in SECRETS if "://" in secret or ": " in secret]
SHORT = ["PW: {m}", "zoom.us/j/{n}"]
# What is refused unless it has a form of its own, so that no secret is ever one.
FORMED = {"slug", "path", "rrule", "address", "code", "typed", "links", "language"}
# These take addresses, or a word: a form is sent without them too.
NARROW = {"language", "links", "recording", "slides", "url"}
# Columns of text; what lets people in is sealed, and an upload is its owner's alone.
TABLES = [table for table in apps.get_app_config("commonhour").get_models() if table is not JoinTarget]


class Forms(HTMLParser):
    """The forms of a page that are sent, with what stands in them, and where its links lead."""

    def __init__(self, html):
        super().__init__()
        self.forms, self.links, self.area, self.choice, self.is_sent = [], set(), "", "", False
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        found = dict(attrs)
        name = found.get("name") or ""
        if tag == "a":
            self.links.add((found.get("href") or "").partition("#")[0])
        elif tag == "form":
            self.forms.append((found.get("action") or "", {}, set()))
            self.is_sent = (found.get("method") or "").lower() == "post"
            if not self.is_sent:
                self.forms.pop()
        elif not self.forms or not self.is_sent:
            return
        elif tag == "textarea":
            self.area = name
            self.forms[-1][1][name] = ""
            self.forms[-1][2].add(name)
        elif tag == "select":
            self.choice = name
        elif tag == "option" and ("selected" in found or self.choice not in self.forms[-1][1]):
            self.forms[-1][1][self.choice] = found.get("value") or ""
        elif tag == "input" and found.get("type", "text") not in ("checkbox", "radio", "file"):
            self.forms[-1][1][name] = found.get("value") or ""
            if found.get("type", "text") in ("text", "url"):
                self.forms[-1][2].add(name)
        elif tag == "input" and "checked" in found:
            self.forms[-1][1][name] = found.get("value") or "on"

    def handle_data(self, data):
        if self.area:
            self.forms[-1][1][self.area] += data

    def handle_endtag(self, tag):
        if tag in ("textarea", "form"):
            self.area = ""
            self.is_sent = tag != "form" and self.is_sent


def forms_of_the_desk(client):
    """Every form that a manager comes to from the first page, of alike ones the first: address, values, what is typed.

    Of alike pages four are looked at: one that was cancelled has another form.
    """
    ahead, seen, found, looked_at = ["/desk/"], {"/desk/"}, {}, Counter()
    while ahead:
        path = ahead.pop()
        looked_at[route := resolve(path.partition("?")[0]).route] += 1
        if looked_at[route] > 4:
            continue
        answer = client.get(path)
        if answer.status_code == 200 and "html" in answer.headers["Content-Type"]:
            page = Forms(answer.content.decode())
            for action, values, typed in page.forms:
                route = resolve((action or path).partition("?")[0]).route
                found.setdefault((route, *sorted(typed)), (action or path, values, sorted(typed)))
            ahead += sorted(link for link in page.links - seen if link.startswith("/desk/"))
            seen |= page.links
    return [form for form in found.values() if form[2]]


def free_fields():
    """The names of what a form of the desk takes as free text."""
    forms, found = PlainForm.__subclasses__(), set()
    while forms:
        form = forms.pop()
        forms += form.__subclasses__()
        found |= {
            name
            for name, field in form.base_fields.items()
            if type(field) is CharField and not field.widget.is_hidden
        }
    return found


# What strangers write and what is said of it: tests/web/test_submit.py, test_cfp.py, test_reviewing.py and test_deciding.py
# plant secrets there.
SENT_IN = {
    "about", "when", "duration", "why", "words", "abstract", "takeaway", "topic", "spoken", "format", "links", "bio", "pronouns", "hours", "note", "answer",
}  # fmt: skip
# What is counted and kept nowhere: tests/web/test_attendance.py.
COUNTED = {"people"}


def kept():
    """What is in every column of text."""
    return "".join(
        repr(list(table.objects.values_list(*names)))
        for table in TABLES
        if (names := [field.attname for field in table._meta.concrete_fields
                      if isinstance(field, models.CharField | models.TextField | models.JSONField)])
    )  # fmt: skip


def test_nothing_that_is_typed_in_the_desk_is_kept_where_anybody_may_read_it(client, now):
    make_full_hub()
    client.force_login(make_manager())
    taken, left = set(), []
    for path, values, typed in forms_of_the_desk(client):
        words = sorted({*typed} - NARROW)
        for names, secrets in (
            (typed, SPOKEN),
            (words, SPOKEN),
            *(([name], [secret]) for name in typed for secret in SHORT),
        ):
            planted = {
                name: filled(secrets[crc32(name.encode()) % len(secrets)], at)
                for at, name in enumerate(names)
            }
            with transaction.atomic():
                said = sent(client, path, values | {name: text for name, (text, _) in planted.items()})
                transaction.set_rollback(True)
            taken |= {name.rpartition("-")[2] for name in names if said}
            left += [
                (path, name) for name, (_, marks) in planted.items() if any(mark in said for mark in marks)
            ]
            if said and names == typed:
                break
    assert left == []
    assert free_fields() - taken <= FORMED | SENT_IN | COUNTED


def sent(client, path, values):
    """What is kept and shown after a form was taken; "" where it was refused."""
    answer = client.post(path, values, follow=True)
    return kept() + answer.content.decode() if answer.redirect_chain else ""
