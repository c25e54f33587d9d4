"""More than a hundred texts that want to run in a reader's browser, in notes and in every field of them: on each page, in the
preview, the merge view, the search, the mail, the feeds and an embed, nothing runs and nobody else is asked."""

import datetime as dt
from email import message_from_bytes
from email.policy import default

import pytest
from cast import NOW, make_community, make_group, make_manager, make_notes, make_series

from commonhour.actions.notes.writing import publish_notes, save_notes
from commonhour.core.rights import TERMINAL
from commonhour.models import ActionItem, AgendaItem, Decision, Delivery, Notes
from commonhour.models.agenda_item import ACCEPTED
from commonhour.tasks.outbox import MailLane
from tests.hostile.markdown_payloads import ELSEWHERE, PAYLOADS
from tests.tasks.test_outbox import subscribed

pytestmark = pytest.mark.django_db(transaction=True)
TEXT = "\n\n".join((
    *PAYLOADS,
    *(f"DECISION: {one.splitlines()[0]}" for one in PAYLOADS),
    *(f"ACTION: @ana {one.splitlines()[0]} by 2026-12-01" for one in PAYLOADS),
    "Present: " + ", ".join(one.splitlines()[0] for one in PAYLOADS[:20]),
))  # fmt: skip
MARK = PAYLOADS[0]
READ = [
    "/", "/notes/", "/notes/?q=window", "/notes/?q=%3Cscript%3Ewindow.ran%3D1%3C%2Fscript%3E", "/decisions/", "/actions/",
    "/groups/metrics/", "/groups/metrics/notes/", "/meetings/metrics-call/", "/meetings/metrics-call/2026-11-19/",
    "/meetings/metrics-call/2026-11-19/notes-history/", "/meetings/metrics-call/2026-11-26/", "/embed/agenda/?group=metrics",
]  # fmt: skip
FEEDS = ["/notes.atom", "/groups/metrics/notes.atom", "/decisions.atom", "/notes/search.atom?q=window", "/notes.json?q=window",
         "/decisions.json", "/actions.json", "/meetings/metrics-call/2026-11-19/notes.md"]  # fmt: skip


@pytest.fixture
def hub(now, settings, tmp_path):
    settings.MAIL_SERVER, settings.MAIL_FOLDER = None, tmp_path / "mail"
    make_community()
    series = make_series(group=make_group(), dtstart="20260903T160000")
    held, coming = (series.occurrences.get(slug=day) for day in ("2026-11-19", "2026-11-26"))
    subscribed(tells_notes=True)
    notes = make_notes(held, TEXT, title=MARK, origin=MARK, stage="draft")
    publish_notes(notes, version=notes.version, now=NOW, actor=TERMINAL, tell=True)
    notes.refresh_from_db()
    save_notes(notes, f"{TEXT}\n\nmore", version=notes.version, now=NOW, actor=TERMINAL)
    ActionItem.objects.update(owner=MARK, waiting_on=MARK)
    for one in PAYLOADS:
        AgendaItem.objects.create(
            occurrence=coming, text=one[:300], name=one[:80], state=ACCEPTED, proposed_at=NOW
        )
    return series


class Watch:
    """What a page did that it should not."""

    def __init__(self, page):
        self.page, self.asked, self.dialogs = page, [], []
        page.on("request", lambda request: self.asked.append(request.url))
        page.on("dialog", lambda dialog: (self.dialogs.append(dialog.message), dialog.dismiss()))

    def is_calm(self, where):
        assert self.page.evaluate("window.ran") is None, where
        assert (
            self.page.locator(
                "main [onerror], main [onload], main iframe, main object, main style, main base"
            ).count()
            == 0
        ), where
        assert (
            self.page.locator("a[href^=javascript], a[href^=data], a[href^=vbscript], a[href^=blob]").count()
            == 0
        ), where
        assert not [url for url in self.asked if ELSEWHERE in url], where
        assert not self.dialogs, where


def test_nothing_of_it_runs_on_any_page(hub, open_page, live_server):
    assert len(PAYLOADS) >= 100
    assert Decision.objects.count() > 30
    page = open_page("/")
    watch = Watch(page)
    for path in READ:
        answer = page.goto(live_server.url + path)
        assert answer.status == 200, path
        watch.is_calm(path)
    for path in FEEDS:
        answer = (
            page.goto(live_server.url + path)
            if not path.endswith(".md")
            else page.request.get(live_server.url + path)
        )
        assert answer.status == 200, path
    assert not [url for url in watch.asked if ELSEWHERE in url]


def test_nor_in_the_desk_its_preview_its_merge_view_and_its_versions(hub, open_page, live_server):
    held = hub.occurrences.get(slug="2026-11-19")
    here = f"/desk/notes/{held.public_id}/"
    page = open_page(here, user=make_manager())
    watch = Watch(page)
    watch.is_calm("editor")
    assert page.locator("textarea").first.input_value().startswith(PAYLOADS[0])
    page.get_by_role("button", name="Preview").click()
    page.locator(".notes-text").first.wait_for()
    watch.is_calm("preview")
    for path in (
        f"{here}revisions/",
        f"{here}revisions/1/",
        f"{here}agenda/",
        f"{here}outcome/",
        "/desk/actions/",
        "/desk/",
        "/desk/history/",
    ):
        assert page.goto(live_server.url + path).status == 200, path
        watch.is_calm(path)
    page.goto(live_server.url + here)
    notes = Notes.objects.get()
    lines = notes.text.split("\n")
    save_notes(
        notes, "\n".join([f"theirs {MARK}", *lines[1:]]), version=notes.version, now=NOW, actor=TERMINAL
    )
    page.locator("textarea").first.fill("\n".join([f"ours {MARK}", *lines[1:]]))
    page.get_by_role("button", name="Save the correction").click()
    page.get_by_text("theirs").first.wait_for()
    watch.is_calm("merge view")


def test_nor_in_the_mail(hub, open_page, settings):
    settings.NOW = (NOW + dt.timedelta(hours=1)).isoformat()
    MailLane().send_mails(NOW + dt.timedelta(hours=1))
    row = Delivery.objects.filter(to="ana@example.org").latest("pk")
    mail = message_from_bytes((settings.MAIL_FOLDER / f"{row.public_id}.eml").read_bytes(), policy=default)
    page = open_page("/")
    watch = Watch(page)
    page.set_content(mail.get_body(("html", "plain")).get_content())
    watch.is_calm("mail")
    assert "Decisions" in mail.get_body(("plain",)).get_content()
