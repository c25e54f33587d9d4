"""Addresses, codes, tokens and ways into calls, planted in a hub that tells everybody about a change: they are in no public
page, feed, export, chat, log, no `doctor`, and in no mail to anybody else, whether mails and messages go or fail."""

# ruff: noqa: F401, F811 (fixtures of the outbox)

import datetime as dt
import logging

import pytest
from cast import (
    NOW,
    give_join,
    make_call,
    make_community,
    make_group,
    make_manager,
    make_moderator,
    make_proposal,
    make_series,
    make_submission,
)
from click.testing import CliRunner
from gateways.rogue import reply
from tasks.test_chat import drops, place, rooms
from tasks.test_outbox import by, coming, inbox, subscribed

from commonhour.actions.news.outbox import post
from commonhour.actions.occurrence import cancel_occurrence
from commonhour.actions.proposal import confirm_proposal
from commonhour.actions.sign_in import invite
from commonhour.actions.submission import confirm_submission
from commonhour.actions.subscribing import ask
from commonhour.cli import main
from commonhour.core.asking import Asking
from commonhour.core.rights import TERMINAL
from commonhour.models import Delivery
from commonhour.reads.mail_links import proposal_path, submission_path
from commonhour.tasks.chat import ChatLane
from commonhour.tasks.outbox import MailLane
from commonhour.web.kept import shelf
from tests.hostile.test_planted import addresses

pytestmark = pytest.mark.django_db(transaction=True)
MINUTE = dt.timedelta(minutes=1)
SECRET = "whsec_TUFSS0VSTUFSS0VS"
READERS = [f"MARKER-{n}@example.org" for n in range(3)]


@pytest.fixture
def series(now, caplog):
    caplog.set_level(logging.DEBUG)
    make_community()
    series = make_series(group=make_group())
    give_join(series)
    return series


def plant(series, told, answer):
    """Returns what nobody may read: what was planted, and what was signed or made for one person."""
    for email in READERS:
        subscribed(email, tells_changes=True)
    room = told(answer)
    place(room, group=series.group)
    program = place(told(answer), "webhook", group=series.group)
    program.seal(program.reveal() | {"secret": SECRET})
    program.save()
    post("sign-in-code", "MARKER-code@example.org", {"code": "730194", "minutes": 15}, cause="x", now=NOW)
    ask(Asking("MARKER-asks@example.org", ("changes",)), "", base_url="http://127.0.0.1:8000", now=NOW)
    link = Delivery.objects.get(kind="confirm").facts["url"].split("/")[-2]
    make_moderator(series.group, "mod@MARKER.example")
    sent = make_submission(
        series.group, "MARKER-sent@example.org", "unconfirmed", title="MARKER", about="MARKER"
    )
    confirm_submission(sent, now=NOW)
    talk = make_proposal(make_call(series, is_listed=True), "MARKER-yui@example.org", confirmed_at=None)
    talk.speakers.create(position=1, name="MARKER", email="MARKER-ben@example.org")
    confirm_proposal(talk, now=NOW)
    _, token = invite("mod@MARKER.example", now=NOW, actor=TERMINAL)
    return [
        "MARKER",
        SECRET,
        "730194",
        link,
        token,
        submission_path(sent.pk).split("/")[-2],
        proposal_path(talk.pk).split("/")[-2],
    ]


def tell(series, settings):
    cancel_occurrence(coming(series), tell=True, **by(make_manager()))
    for minute in (10, 12, 20):
        settings.NOW = (NOW + minute * MINUTE).isoformat()
        MailLane().send_mails(NOW + minute * MINUTE)
        ChatLane(seconds=1.0).send_messages(NOW + minute * MINUTE)


def swept(client, caplog):
    """Everything that anybody may read, by where it stands."""
    shelf.clear()
    seen = {
        path: client.get(path) for path in [*addresses(), "/nothing/", "/subscribe/mine/x/", "/desk/sign-in/"]
    }
    seen = {path: answer.content.decode() + str(answer.headers) for path, answer in seen.items()}
    for words in (["export", "calendar"], ["export", "page"], ["doctor"], ["doctor", "--json"], ["next"]):
        done = CliRunner().invoke(main, words)
        assert done.output
        seen[" ".join(words)] = done.output
    ours = [one for one in caplog.records if one.name != "mail.log"]  # the mail server of the tests
    return seen | {"log": "\n".join(logging.Formatter("%(message)s").format(one) for one in ours)}


def told_of(seen, secrets):
    return [(where, secret) for where, text in seen.items() for secret in secrets if secret in text]


def test_what_was_sent_tells_nobody_elses_secret(series, rooms, inbox, client, caplog, settings):
    secrets = plant(series, rooms, reply())
    tell(series, settings)
    assert {mail["To"] for mail in inbox.mails} >= {
        *READERS,
        "MARKER-code@example.org",
        "MARKER-asks@example.org",
    }
    seen = swept(client, caplog)
    for number, mail in enumerate(inbox.mails):
        text = (
            mail.get_body(("plain",)).get_content()
            + mail.get_body(("html",)).get_content()
            + str(mail.items())
        )
        seen[f"mail {number}"] = text.replace(mail["To"], "")
        mine = {"MARKER-code@example.org": "730194", "MARKER-asks@example.org": secrets[3]}.get(
            mail["To"], ""
        )
        seen[f"mail {number}"] = seen[f"mail {number}"].replace(mine, "") if mine else seen[f"mail {number}"]
    messages = [body.decode() for one in rooms.opened for body in one.bodies]
    assert len(messages) == 2
    assert told_of(seen | {"chats": "".join(messages)}, secrets) == []


@pytest.mark.parametrize("answer", [reply("404 MARKER"), reply("500 MARKER", b"MARKER"), drops])
def test_what_fails_tells_no_secret_either(series, rooms, inbox, client, caplog, settings, answer):
    inbox.answers += ["550 <MARKER-0@example.org> MARKER", "451 MARKER"] * 9
    secrets = plant(series, rooms, answer)
    tell(series, settings)
    assert Delivery.objects.exclude(fault={}).exists()
    assert told_of(swept(client, caplog), secrets) == []
