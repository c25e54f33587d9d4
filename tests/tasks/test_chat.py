"""Chats and programs are told once, in order, each for itself, whatever the other side answers."""

import datetime as dt
import json
import math
import re
import threading
from contextlib import ExitStack

import pytest
from cast import NOW, make_community, make_group, make_manager, make_series
from gateways.rogue import Rogue, redirect, reply
from tasks.test_outbox import Inbox, by, coming, inbox  # noqa: F401

from commonhour.actions.news.outbox import lease, write
from commonhour.actions.news.turns import turns
from commonhour.actions.occurrence import cancel_occurrence
from commonhour.errors.telling import tell
from commonhour.models import Delivery, Destination
from commonhour.tasks.chat import ChatLane
from commonhour.tasks.outbox import MailLane

pytestmark = pytest.mark.django_db(transaction=True)
MINUTE = dt.timedelta(minutes=1)


class Room(Rogue):
    """A chat that answers what it is told to, the last answer for ever, and keeps the bodies it was sent."""

    def __init__(self, *answers):
        super().__init__(self._answered)
        self.answers, self.bodies, self.order = list(answers) or [reply()], [], []

    def _answered(self, whole):
        self.bodies.append(whole.partition(b"\r\n\r\n")[2])
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        return answer(self) if callable(answer) else [answer]

    def _converse(self, connection):
        """As its parent, after the body has come."""
        whole = b""
        while len(whole.partition(b"\r\n\r\n")[2]) < self._length(whole):
            more = connection.recv(65_536)
            if not more:
                return
            whole += more
        self.heads.append(whole.partition(b"\r\n\r\n")[0])
        for piece in self.answer(whole):
            connection.sendall(piece)

    def _length(self, whole):
        found = re.search(rb"(?i)content-length: (\d+)\r\n", whole)
        return int(found[1]) if found and b"\r\n\r\n" in whole else math.inf

    @property
    def texts(self):
        return [json.loads(body)["text"] for body in self.bodies]


def never(room):
    room.left.wait(30)
    return []


def drops(room):
    return []


@pytest.fixture(autouse=True)
def community():
    make_community()


@pytest.fixture
def rooms(settings):
    """`rooms(answer, …)` opens one."""
    with ExitStack() as stack:

        def opened(*answers):
            room = stack.enter_context(Room(*answers))
            settings.FETCH_ALLOW = settings.FETCH_ALLOW | {("127.0.0.1", room.port)}
            opened.opened.append(room)
            return room

        opened.opened = []
        yield opened


@pytest.fixture
def at(settings):
    lane = ChatLane(seconds=1.0)

    def sent(moment):
        settings.NOW = moment.isoformat()
        return lane.send_messages(moment)

    sent.lane = lane
    return sent


@pytest.fixture
def series():
    make_community()
    return make_series(group=make_group())


def place(room, kind="mattermost", **fields):
    row = Destination(kind=kind, label=f"Room {room.port}", created_at=NOW, since=NOW, **fields)
    row.seal({"url": room.url("/hook/MARKER-HOOK")})
    row.save()
    return row


def queued(destination, number=1, **fields):
    write(
        Delivery(kind="test", cause=f"test {n}", destination=destination, queued_at=NOW, due_at=NOW + n * dt.timedelta(seconds=1), **fields)
        for n in range(number)
    )  # fmt: skip


def states():
    return list(Delivery.objects.order_by("pk").values_list("state", flat=True))


def test_a_room_is_told_of_a_change_after_ten_minutes(series, rooms, at):
    room = rooms()
    place(room, group=series.group)
    place(rooms(), group=make_group("other", "Other"))
    cancel_occurrence(coming(series), reason="A <!channel> holiday", tell=True, **by(make_manager()))
    assert at(NOW + 9 * MINUTE) == 0
    assert at(NOW + 10 * MINUTE) == 1
    assert at(NOW + 11 * MINUTE) == 0
    (text,) = room.texts
    assert text.startswith("**Cancelled: Metrics call, Thu, 3 Dec 2026, 16:00 Madrid (UTC+1)**")
    assert "Was: Thursday 3 December 2026, 16:00–17:00 Madrid (UTC+1)" in text.replace(
        "Thursday, ", "Thursday "
    )
    assert "<!channel>" not in text
    assert "[See the date](http://127.0.0.1:8000/meetings/metrics-call/2026-12-03/)" in text


def test_a_room_that_has_too_much_is_left_alone_as_long_as_it_says(rooms, at):
    room = rooms(reply("429 Too Many Requests", Retry_After="120"), reply())
    queued(place(room), 2)
    at(NOW + MINUTE)
    assert at(NOW + 3 * MINUTE - dt.timedelta(seconds=1)) == 0
    assert at(NOW + 3 * MINUTE) == 2
    assert states() == ["sent", "sent"]


@pytest.mark.parametrize(
    ("body", "seconds"), [(b'{"retry_after": 89.2}', 90), (b'{"retry_after_ms": 89200}', 90), (b'{"retry-after": 89.2}', 90)]
)  # fmt: skip
def test_some_say_so_in_the_body(rooms, at, body, seconds):
    queued(place(rooms(reply("429 Too Many Requests", body), reply())))
    at(NOW + MINUTE)
    assert at(NOW + MINUTE + dt.timedelta(seconds=seconds - 1)) == 0
    assert at(NOW + MINUTE + dt.timedelta(seconds=seconds)) == 1


@pytest.mark.parametrize("answer", [reply("500 Oops"), reply("503 Busy"), drops, never, b"gibberish\r\n\r\n"])
def test_what_may_pass_is_tried_again_with_the_same_words_and_nothing_overtakes(rooms, at, answer):
    room = rooms(answer, reply())
    destination = place(room, "webhook")
    destination.seal(destination.reveal() | {"secret": "whsec_c2VjcmV0"})
    destination.save()
    queued(destination, 2)
    assert at(NOW + MINUTE) == 1
    assert states() == ["waiting", "waiting"]
    assert at(NOW + 3 * MINUTE) == 2
    assert states() == ["sent", "sent"]
    ids = [
        next(line for line in head.split(b"\r\n") if line.lower().startswith(b"webhook-id"))
        for head in room.heads
    ]
    assert ids[0] == ids[1] != ids[2]
    destination.refresh_from_db()
    assert destination.stopped_at is None


@pytest.mark.parametrize("status", ["401 No", "403 No", "404 No", "410 Gone"])
def test_an_address_that_is_gone_is_asked_no_more(rooms, at, status):
    room = rooms(reply(status))
    destination = place(room)
    queued(destination, 3)
    at(NOW + MINUTE)
    assert len(room.bodies) == 1
    assert states() == ["failed", "withdrawn", "withdrawn"]
    destination.refresh_from_db()
    assert destination.stopped_at == NOW + MINUTE
    assert "127.0.0.1" in tell(destination.fault)
    assert "MARKER" not in json.dumps([destination.fault, *Delivery.objects.values_list("fault", flat=True)])


def test_a_redirect_is_not_followed(rooms, at):
    other = rooms()
    queued(place(rooms(redirect(other.url("/MARKER"), "307 Temporary Redirect"))))
    at(NOW + MINUTE)
    assert other.bodies == []
    assert states() == ["failed"]


def test_only_public_addresses_are_told(settings, rooms, at):
    room = rooms()
    queued(place(room))
    settings.FETCH_ALLOW = frozenset()
    at(NOW + MINUTE)
    assert room.bodies == []
    assert states() == ["failed"]


def test_places_that_do_not_answer_hold_up_no_other(rooms, at):
    """Of fifty, ten come first and say nothing before the other forty have been told everything; afterwards those ten
    have few threads between them."""
    at.lane.seconds = 60.0
    all_told, in_time, bodies = threading.Event(), [], []

    def mute(room):
        in_time.append(all_told.wait(50))
        return []

    def answers(room):
        bodies.append(room)
        if len(bodies) == 120:
            all_told.set()
        return [reply()]

    for _ in range(10):
        queued(place(rooms(mute)))
    quick = [rooms(answers) for _ in range(40)]
    for one in quick:
        queued(place(one), 3)
    at(NOW + MINUTE)
    assert in_time == [True] * 10
    assert len(at.lane.slow) == 10
    assert len(list(at.lane._chosen(NOW + 3 * MINUTE))) == 4


def test_two_workers_tell_a_place_one_message_after_the_other(rooms):
    destination = place(rooms())
    queued(destination, 2)
    first, second = Delivery.objects.order_by("pk")
    assert turns(NOW + MINUTE) == {destination.pk: first.pk}
    assert lease([first.pk], NOW + MINUTE) == [first]
    assert lease([first.pk], NOW + MINUTE) == []
    assert turns(NOW + MINUTE) == {}
    Delivery.objects.filter(pk=first.pk).update(state=Delivery.SENT)
    assert turns(NOW + MINUTE) == {destination.pk: second.pk}


def test_a_mailing_list_is_told_by_mail(series, inbox, settings):  # noqa: F811
    row = Destination(kind="mailing-list", label="dev@", created_at=NOW, series=series)
    row.seal({"to": "dev@lists.example.org"})
    row.save()
    cancel_occurrence(coming(series), tell=True, **by(make_manager()))
    settings.NOW = (NOW + 10 * MINUTE).isoformat()
    assert ChatLane().send_messages(NOW + 10 * MINUTE) == 0
    MailLane().send_mails(NOW + 10 * MINUTE)
    (mail,) = inbox.mails
    assert mail["To"] == "dev@lists.example.org"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["List-Id"] == f"<destination-{row.pk}.127.0.0.1>"
    assert mail["List-Unsubscribe"] is None


def test_what_was_sealed_with_another_key_stops_its_place_alone(rooms, at, settings):
    room = rooms()
    lost = place(rooms())
    settings.SECRET_KEY = "another key"
    queued(lost)
    queued(place(room))
    at(NOW + MINUTE)
    lost.refresh_from_db()
    assert lost.fault["code"] == "sealed-with-another-key"
    assert len(room.bodies) == 1


@pytest.mark.parametrize(
    "body", [b"[" * 8_000, b'{"retry_after": 1' + b"0" * 400 + b"}", b'{"retry_after": NaN}']
)
def test_an_answer_made_to_break_its_reader_is_a_refusal_like_another(rooms, at, body):
    queued(place(rooms(reply("429 Too Many Requests", body), reply())))
    at(NOW + MINUTE)
    assert [one.fault["code"] for one in Delivery.objects.all()] == ["answer-status"]
    assert at(NOW + 3 * MINUTE) == 1
    assert states() == ["sent"]


def test_a_token_no_header_can_have_stops_nobody_else(rooms, at, caplog):
    matrix, room = rooms(), rooms()
    row = place(matrix, "matrix")
    row.seal({"homeserver": matrix.url("/"), "room": "!r", "token": "tök\n"})
    row.save()
    queued(row)
    queued(place(room))
    at(NOW + MINUTE)
    assert sorted(states()) == ["sent", "waiting"]
    assert "could not be made" in caplog.text
