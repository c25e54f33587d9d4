"""Who may read and do what: every route × who asks × GET, HEAD and POST, while the hub is open and while it is not.

A route without a row fails here, and so does a row without a route.
"""

import datetime as dt
import re
from contextlib import contextmanager
from email.message import EmailMessage
from uuid import uuid4

import pytest
from allauth.usersessions.models import UserSession
from cast import (
    HOUR,
    LONG_AGO,
    NOW,
    give_join,
    make_call,
    make_call_for_proposals,
    make_community,
    make_group,
    make_manager,
    make_member,
    make_moderator,
    make_notes,
    make_proposal,
    make_proposed,
    make_reviewer,
    make_series,
    make_submission,
)
from django.db import connection, transaction
from django.test import Client
from django.urls import get_resolver, resolve
from test_docs import plain, routes

from commonhour.actions.occurrence import cancel_occurrence
from commonhour.actions.replies import answer
from commonhour.actions.series import add_series
from commonhour.actions.sign_in import invite, redeem
from commonhour.core.agenda import AskedItem
from commonhour.core.asking import Asking
from commonhour.core.replies import AskedReply, Reach
from commonhour.core.rights import TERMINAL
from commonhour.gateways.mail import MailFolder
from commonhour.models import (
    ActionItem,
    ChangeSet,
    Delivery,
    Destination,
    Goal,
    Group,
    Import,
    ImportDraft,
    Notice,
    OldPath,
    Person,
    Remark,
    Review,
    Schedule,
    Series,
    Source,
    StillMeeting,
    Subscriber,
    User,
    WorkerLane,
)
from commonhour.reads.audit import hub_findings
from commonhour.reads.door import link_path
from commonhour.reads.mail_links import (
    answer_path,
    confirm_item_path,
    confirm_path,
    confirm_reply_path,
    end_path,
    nudge_path,
    own_path,
    owner_path,
    proposal_path,
    replies_path,
    speaker_path,
    submission_path,
    support_path,
)
from tests.web.permission_table import ANY_PATH, OPEN_WHILE_CLOSED, OTHER_PATHS, SIGNED, TABLE, WHO, rows

pytestmark = pytest.mark.django_db

REFUSED = {"in", "403", "404", "405", "409", "422"}
SECRETS = [b"MARKER", b"manager@example.org", b"mine@example.org", b"reader@example.org"]
_WRITE = re.compile(
    r"\s*(INSERT|UPDATE|DELETE)\b(?!.*\b(?:django_session|commonhour_counted)\b)", re.I | re.S
)
# They import for real, in a transaction that is taken back.
_WRITES_FOR_A_MOMENT = ("/desk/import/{draft}/", "/desk/import/{draft}/answers.yaml")


@pytest.fixture
def hub(now, settings):
    """The names of the table, as this hub has them; everything it is about is the group's own."""
    make_community()
    OldPath.objects.create(path="/meetings-of-2019/", noun="page")
    WorkerLane.objects.create(name="dates", seen_at=NOW)
    group = make_group()
    call = make_series(group=group)
    give_join(call)
    dates = call.occurrences.order_by("start")
    cancel_occurrence(dates[1], now=NOW, actor=TERMINAL)
    add_series(title="Talks", group=group, schedule=None, now=NOW, actor=TERMINAL)
    shown, offered = (
        Source.objects.create(kind="ics", url=url, feed_url=f"{url}?MARKER", is_shown=url.endswith("shown"))
        for url in ("https://c.example/shown", "https://c.example/offered")
    )
    for title, owner in (("Theirs", {"source": shown}), ("Adopted", {"adopted_from": shown})):
        theirs = make_series(title, group, "20261202T090000")
        Series.objects.filter(pk=theirs.pk).update(**owner)
    Schedule.objects.filter(series__title="Theirs").update(source=shown)
    Goal.objects.create(group=group, text="Publish", due=dt.date(2023, 12, 31))
    place = Destination(kind="webhook", label="Program", group=group, created_at=NOW, since=NOW)
    place.seal({"url": "https://p.example.org/MARKER", "secret": "whsec_TUFSS0VSTUFSS0VS"})
    place.save()
    person = Subscriber.objects.create(email="MARKER@example.org", created_at=NOW, confirmed_at=NOW)
    mine = {
        "confirm": confirm_path(Asking("new@example.org", ("changes",)), NOW).split("/")[3],
        "mine": own_path(person.pk).split("/")[3],
        "end": end_path(person.pk, "changes").split("/")[3],
        "subscription": person.subscriptions.create(created_at=NOW).pk,
    }
    Series.objects.filter(pk=call.pk).update(takes_replies=True, keeps_attendance=True)
    asked = AskedReply("new@example.org", call.pk, str(dates[0].public_id), "date", True)
    guest = answer("MARKER-guest@example.org", call.pk, asked.date, Reach.DATE, comes=True, now=NOW - HOUR)
    mine |= {
        "reply": confirm_reply_path(asked, NOW).split("/")[3],
        "replies": replies_path(call.pk, guest=guest.pk).split("/")[2],
        "guest": guest.pk,
        "item": dates[0].agenda_items.create(text="Proposed", email="MARKER@example.org", proposed_at=NOW).pk,
        "asked_item": confirm_item_path(
            AskedItem(str(uuid4()), "new@example.org", str(dates[0].public_id), "Budget", "", "en", "UTC"),
            NOW,
        ).split("/")[3],
    }
    manager = make_manager()
    draft = ImportDraft.objects.create(
        owner=manager, created_at=NOW, name="MARKER.md", kind="page", body=b"# x\n"
    )
    notice = Notice.objects.create(series=call, group=group, opened_at=NOW, due_at=NOW + HOUR)
    notice.change_sets.add(ChangeSet.objects.get(kind="date-cancelled"))
    delivery = Delivery.objects.create(
        kind="notice", cause="notice", to="reader@example.org", facts={"series": [call.pk]}, group=group,
        state=Delivery.FAILED, queued_at=NOW, due_at=NOW,
    )  # fmt: skip
    mail = EmailMessage()
    mail["Message-ID"] = f"<{delivery.public_id}@x>"
    MailFolder(settings.MAIL_FOLDER).send(mail, "", "")
    sent = make_submission(group, "MARKER@example.org", title="Sent call")
    asked = make_call(call, "Talks", is_listed=True)
    proposed = make_proposal(asked, "MARKER@example.org")
    speaker = proposed.speakers.create(position=1, name="Ben", email="reader@example.org")
    here = make_call_for_proposals(call, state="closed")
    prop = make_proposed(here, "A proposal", "MARKER2@example.org")
    Review.objects.create(proposal=prop, user=manager, score=4, at=NOW)
    remark = Remark.objects.create(proposal=prop, user=manager, text="MARKER", at=NOW)
    make_notes(dates[0], "DECISION: Ship\nACTION: @ana write\n")
    question = StillMeeting.objects.create(group=group, asked_at=NOW - 400 * HOUR)
    return mine | {
        "door": link_path("/", str(dates[0].public_id), "guest@example.org", NOW).split("/")[-2],
        "answering": answer_path(question.pk, manager.pk).split("/")[-2],
        "here": here.pk,
        "prop": prop.pk,
        "remark": remark.pk,
        "sent": submission_path(sent.pk).split("/")[3],
        "submission": sent.pk,
        "proposed": proposal_path(proposed.pk).split("/")[3],
        "listed": proposed.public_id,
        "speaker": speaker_path(speaker.pk).split("/")[3],
        "support": support_path(proposed.pk, "x" * 64).split("/")[3],
        "delivery": delivery.pk,
        "kept": delivery.public_id,
        "notice": notice.pk,
        "date": dates[0].public_id,
        "way": call.join_targets.get().pk,
        "talk": dates[0].sessions.create(title="A talk", series=call, speakers=[{"name": "Ada Long"}]).pk,
        "change": ChangeSet.objects.get(kind="date-cancelled").pk,
        "proposals": asked.pk,
        "user": manager.pk,
        "person": Person.objects.create(name="MARKER").pk,
        "grant": manager.grants.create(role="moderator", group=group, since=LONG_AGO).pk,
        "passkey": 1,
        "service": 1,
        "session": UserSession.objects.create(user=manager, session_key="another", ip="192.0.2.1").pk,
        "source": offered.pk,
        "place": place.pk,
        "draft": draft.pk,
        "owner": owner_path("ana", group.pk).split("/")[3],
        "action": ActionItem.objects.get().public_id,
        "nudge": nudge_path(manager.pk, call.pk).split("/")[2],
        "done": Import.objects.create(kind="page", name="MARKER", at=NOW).pk,
        "finding": next(one.key for one in hub_findings(NOW) if one.groups == {group.pk}),
    }  # fmt: skip


@pytest.fixture
def as_who(hub):
    """`as_who("mine")` is a fresh browser of theirs, and what they bring along."""
    group, holding = Group.objects.get(slug="metrics"), make_group("tools", "Tools")
    Series.objects.get(slug="metrics-call").co_groups.add(holding)
    users = {
        "manager": User.objects.get(),
        "mine": make_moderator(group, "mine@example.org"),
        "other": make_moderator(make_group("book", "Book"), "other@example.org"),
        "member": make_member(group, "member@example.org"),
        "taker": make_moderator(group, "taker@example.org"),
        "holder": make_moderator(holding, "holder@example.org"),
        "reviewer": make_reviewer(group, "reviewer@example.org"),
        "chair": make_moderator(group, "chair@example.org"),
        "lapsed": make_moderator(group, "lapsed@example.org"),
        "closed": make_moderator(group, "closed@example.org"),
    }
    users["lapsed"].grants.update(until=NOW)
    users["taker"].grants.update(role="note-taker")
    users["chair"].grants.update(role="chair")
    User.objects.filter(pk=users["closed"].pk).update(is_active=False)
    links = {name: invite("mine@example.org", now=NOW - 25 * HOUR * (name == "old link"), actor=TERMINAL)[1]
             for name in ("used link", "old link")}  # fmt: skip
    redeem(links["used link"], now=NOW)

    signed_in = {who: Client() for who in users}
    for who, client in signed_in.items():
        client.force_login(users[who])

    def browser(who):
        client = Client()
        client.cookies.update(signed_in[who].cookies if who in signed_in else {})
        return client, {"token": links[who]} if who in links else {}

    return browser


@contextmanager
def writes():
    """The statements that wrote something."""
    found = []

    def watched(execute, sql, params, many, context):
        done = execute(sql, params, many, context)
        if _WRITE.match(sql) and context["cursor"].rowcount:
            found.append(sql)
        return done

    with connection.execute_wrapper(watched):
        yield found


def asked(browser, method, address):
    """What somebody is answered, and what that wrote; whatever it was is taken back."""
    client, token = browser
    carried = token if address.startswith("/desk/") else {}  # no other page knows of tokens
    with transaction.atomic(), writes() as written:
        answer = getattr(client, method)(address, carried if method != "post" else {"a": "word", **carried})
        transaction.set_rollback(True)
    return answer, written


def code(answer):
    leads_in = answer.headers.get("Location", "").startswith("/desk/sign-in/?next=")
    return "in" if leads_in else str(answer.status_code)


def meant(row, codes, who):
    return "404" if row.address == "/desk/sign-in/" and "link" in who else codes[WHO[who]]


def every_row(hub):
    return [row._replace(address=row.address.format(**hub)) for row in rows(TABLE + OTHER_PATHS)]


def leaks(row, who, answer):
    """What only a manager may read, besides one's own address."""
    seen = (answer.content + str(answer.headers).encode()).replace(f"{who}@example.org".encode(), b"")
    told = [secret for secret in SECRETS if secret in seen]
    is_own = row.address.startswith(
        ("/subscribe/mine/", "/subscribe/end/", "/submit/mine/", "/replies/", "/cfp/mine/")
    )  # to whom the link was sent
    theirs = row.address.startswith(("/desk/submissions/", "/desk/occurrence/", "/desk/proposal/"))
    decides = (theirs or "/export." in row.address) and who in ("mine", "chair", "holder")
    return (
        []
        if who == "manager" or is_own or decides
        else [f"{row.address} tells {who} {secret}" for secret in told]
    )


def test_every_route_has_a_row_and_every_row_a_route(hub):
    ours, others = (
        [resolve(row.address.format(**hub)).route for row in rows(text)] for text in (TABLE, OTHER_PATHS)
    )
    assert set(others) == {ANY_PATH}
    assert [row.address for row in rows(TABLE) if resolve(row.address.format(**hub)).route == ANY_PATH] == []
    in_table = ["/" + plain(route.replace("^", "")) for route in [*ours, ANY_PATH]]
    assert sorted(in_table) == sorted(routes(get_resolver().url_patterns))


def everybody(hub, who=WHO):
    """Each row with each who; the manager early, so that anybody else may be given what was kept of their pages."""
    return [(one, row) for one in reversed(who) for row in every_row(hub)]


def test_reading(hub, as_who):
    """GET and HEAD say the same, and neither writes anything, whoever asks."""
    wrong = []
    for who, row in everybody(hub):
        answer, written = asked(as_who(who), "get", row.address)
        head, _ = asked(as_who(who), "head", row.address)
        expected = meant(row, row.reading, who)
        if [code(answer), code(head), head.content] != [expected, expected, b""]:
            wrong.append(f"{who}, {row.address}: GET {code(answer)}, HEAD {code(head)}, meant {expected}")
        if written and row.address not in [address.format(**hub) for address in _WRITES_FOR_A_MOMENT]:
            wrong.append(f"{who}, {row.address}: GET wrote {written[0][:80]}")
        wrong += leaks(row, who, answer)
    assert not wrong, "\n".join(wrong)


def test_sending(hub, as_who):
    """Who may not is refused before anything is written."""
    wrong = []
    for who, row in everybody(hub):
        answer, written = asked(as_who(who), "post", row.address)
        expected = meant(row, row.sending, who)
        if code(answer) != expected:
            wrong.append(f"{who}, {row.address}: POST {code(answer)}, meant {expected}")
        if written and code(answer) in REFUSED:
            wrong.append(f"{who}, {row.address}: a refused POST wrote {written[0][:80]}")
        wrong += leaks(row, who, answer)
    assert not wrong, "\n".join(wrong)


def test_a_closed_hub_is_there_for_those_who_may_sign_in_only(hub, as_who):
    make_community(published_at=None)
    wrong = []
    for who, row in everybody(hub, ["nobody", "closed", "used link", "old link", "member", "manager"]):
        answer, _ = asked(as_who(who), "get", row.address)
        expected = meant(row, row.reading, who)
        is_open = row.address in OPEN_WHILE_CLOSED or row.address.startswith("/still-meeting/")
        if WHO[who] == "nobody" and expected != "in" and not is_open:
            expected = "404"
            if b"Metrics" in answer.content or b"Open Offices" in answer.content:
                wrong.append(f"{row.address} tells {who} what is in it")
        if code(answer) != expected:
            wrong.append(f"{who}, {row.address}: GET {code(answer)}, meant {expected}")
    assert not wrong, "\n".join(wrong)


def test_no_form_is_believed_without_its_token(hub, as_who):
    """All but the door to a call, the requests for a mail and what is sent in, which pages without cookies send, what does not take a
    form anyway, and addresses that are a token themselves."""
    believed = []
    for row in every_row(hub):
        client, _ = as_who("manager")
        client.handler.enforce_csrf_checks = True
        answer, written = asked((client, {}), "post", row.address)
        if (written or code(answer) not in ("403", "405")) and not row.address.startswith(SIGNED):
            believed.append(row.address)
    date = "/meetings/metrics-call/2026-11-26/"
    talks = ["/cfp/talks/", f"/cfp/talks/{hub['listed']}/"]
    assert sorted(believed) == sorted(
        [
            "/api/v1/submissions",
            f"{date}agenda/",
            f"{date}join",
            *talks,
            f"{date}reply/",
            "/submit/",
            "/subscribe/mail/",
        ]
    )


def test_a_finding_of_another_group_is_not_listed(hub, as_who):
    for who in WHO:
        told = hub["finding"].encode() in asked(as_who(who), "get", "/desk/check/")[0].content
        assert told == (who in ("mine", "chair", "manager")), who


@pytest.mark.parametrize("who", ["member", "taker", "mine", "chair", "holder"])
def test_no_page_leads_to_a_refusal(hub, as_who, who):
    """Whatever the desk offers somebody they may; passkeys want a fresh sign-in first."""
    browser, seen, refused = as_who(who), set(), []
    for row in every_row(hub):
        if not row.address.startswith(("/desk/", "/account/")):
            continue
        page, _ = asked(browser, "get", row.address)
        found = re.findall(r'(?:href|action)="(/(?:desk|account)/[^"#?]*)', page.content.decode())
        for address in sorted(set(found) - seen) if page.status_code == 200 else ():
            if code(asked(browser, "get", address)[0]) == "403" and "/passkeys/" not in address:
                refused.append(f"{row.address} leads to {address}")
        seen.update(found)
    assert not refused, "\n".join(refused)
