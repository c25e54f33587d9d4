"""Templates show what reads give them: while a page is rendered, nobody asks the database anything."""

import html
import re
from pathlib import Path

import pytest
from cast import NOW, make_manager
from django.db import connection
from django.template.backends.django import Template
from django.test import Client
from django.urls import resolve

from commonhour.actions.community import publish
from commonhour.actions.recognise import read_any, recognise
from commonhour.actions.upstream import import_draft
from commonhour.core.rights import TERMINAL

pytestmark = pytest.mark.django_db
DEMO = Path(__file__).parents[2] / "demo"


@pytest.fixture
def demo(now):
    for name in ("meetings.md", "community.ics"):
        body = (DEMO / name).read_bytes()
        draft = read_any(name, body, kind=recognise(name, body), now=NOW)
        import_draft(draft, now=NOW, actor=TERMINAL, name=name)
    publish(now=NOW, actor=TERMINAL)


@pytest.fixture
def asked(monkeypatch):
    """What was asked during rendering; the template is rendered as ever."""
    found: list[str] = []
    plain = Template.render

    def note(execute, sql, *rest):
        found.append(sql)
        return execute(sql, *rest)

    def render(self, *args, **named):
        with connection.execute_wrapper(note):
            return plain(self, *args, **named)

    monkeypatch.setattr(Template, "render", render)
    return found


def one_of_each_route(client, seed):
    """The address and answer of a page of every route that links lead to."""
    waiting, routes = [seed], set()
    for address in waiting:
        route = resolve(address.split("?")[0]).route
        if route in routes:
            continue
        routes.add(route)
        page = client.get(address)
        yield address, page
        waiting += [page.headers["Location"]] if "Location" in page.headers else []
        if "html" in page.headers.get("Content-Type", ""):
            links = map(html.unescape, re.findall(r'href="(/[^"#]*)', page.content.decode()))
            waiting += [link for link in links if not link.startswith(("/static/", "/desk/sign-out"))]


def test_a_public_page_is_rendered_without_a_question(demo, asked):
    seen = []
    for address, page in one_of_each_route(Client(), "/"):
        assert not asked, (address, asked)
        seen += [page.templates[0].name] if page.templates else []
    assert {"meetings_page.html", "group/page.html", "series/page.html", "occurrence/page.html", "occurrence/join.html",
            "calendar/month.html", "status/feeds.html", "subscribe/page.html"} <= set(seen)  # fmt: skip


def test_a_page_of_the_desk_asks_for_nothing_but_the_choices_of_its_form(demo, asked):
    client = Client()
    client.force_login(make_manager())
    for address, _ in one_of_each_route(client, "/desk/"):
        tables = {re.search(r'FROM "(\w+)"', sql)[1] for sql in asked}
        chosen_from = ("group", "occurrence", "person", "series", "space")
        assert tables <= {f"commonhour_{noun}" for noun in chosen_from}, (address, asked)
        page = client.get(address).content.decode() if asked else "<select"
        assert "<select" in page or 'type="checkbox"' in page
        asked.clear()
