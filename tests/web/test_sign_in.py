"""Signing in by a code: it comes by mail, works once, for a while, and tells nobody who is known here."""

import re
import time

import pytest
from allauth.mfa.models import Authenticator
from cast import NOW, mailed_codes, make_community, make_group, make_manager, make_moderator
from django.core.cache import cache
from django.test import Client

from commonhour.actions.grants import Terms
from commonhour.actions.sign_in import invite
from commonhour.core.rights import TERMINAL, Role
from commonhour.models import SignInLink, User

pytestmark = pytest.mark.django_db
ANA = "ana@example.org"


@pytest.fixture(autouse=True)
def hub(now):
    make_community()
    make_moderator(make_group(), ANA)
    cache.clear()


def ask(client, email=ANA, **typed):
    return client.post("/desk/sign-in/", {"email": email, **typed})


def enter(client, code, **typed):
    return client.post("/account/code/", {"code": code, **typed})


def is_in(client) -> bool:
    return client.get("/desk/").status_code == 200


def text_of(answer) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def wrong(code) -> str:
    return f"{(int(code) + 1) % 1_000_000:06}"


def test_a_code_signs_in_and_leads_where_one_wanted_to_go(client):
    answer = ask(client, next="/desk/groups/metrics/")
    page = client.get(answer.url)
    assert ANA in text_of(page)
    (code,) = mailed_codes(ANA)
    assert re.fullmatch(r"\d{6}", code)
    assert code not in page.content.decode()
    assert enter(client, code, next="/desk/groups/metrics/").url == "/desk/groups/metrics/"
    assert "You are signed in" in text_of(client.get("/desk/groups/metrics/"))


@pytest.mark.parametrize("typed", ["{0[0]}{0[1]}{0[2]} {0[3]}{0[4]}{0[5]}", " {0}\n", "fullwidth", "arabic"])
def test_a_code_may_be_typed_as_keyboards_give_it(client, typed):
    ask(client)
    code = mailed_codes(ANA)[-1]
    zero = {"fullwidth": 0xFF10, "arabic": 0x660}.get(typed, ord("0"))
    typed = (
        code.translate({ord("0") + n: zero + n for n in range(10)}) if zero > 0x600 else typed.format(code)
    )
    enter(client, typed)
    assert is_in(client)


def test_a_code_works_once_and_only_in_the_browser_that_asked(client):
    ask(client)
    code = mailed_codes(ANA)[-1]
    other = Client()
    ask(other, "ben@example.org")
    enter(other, code)
    assert not is_in(other)
    enter(client, code)
    client.post("/desk/sign-out/")
    assert enter(client, code).status_code == 409


def test_after_three_wrong_tries_the_right_one_is_wrong_too(client):
    ask(client)
    code = mailed_codes(ANA)[-1]
    assert [enter(client, wrong(code)).status_code for _ in range(3)] == [422, 422, 409]
    assert enter(client, code).status_code == 409
    assert not is_in(client)


def test_a_code_ends_after_a_quarter_of_an_hour(client, monkeypatch):
    ask(client)
    began = time.time()
    monkeypatch.setattr(time, "time", lambda: began + 15 * 60 + 5)
    assert enter(client, mailed_codes(ANA)[-1]).status_code == 409
    assert not is_in(client)


def test_known_unknown_and_closed_addresses_are_answered_alike(client):
    User.objects.create_user("closed@example.org", is_active=False)
    seen = {}
    for email in (ANA, "nobody@example.org", "closed@example.org"):
        browser = Client()
        asked = ask(browser, email)
        page = browser.get(asked.url)
        tries = [enter(browser, "000000") if mailed_codes(ANA)[-1:] != ["000000"] else None for _ in range(3)]
        told = [(one.status_code, text_of(one).replace(email, "…")) for one in (page, *tries) if one]
        seen[email] = (asked.status_code, asked.url, set(browser.cookies), told)
    assert seen[ANA] == seen["nobody@example.org"] == seen["closed@example.org"]
    assert not mailed_codes("nobody@example.org")
    assert not mailed_codes("closed@example.org")


def test_an_unknown_address_has_no_code_that_could_be_guessed(client):
    ask(client, "nobody@example.org")
    for guess in ("", "None"):
        enter(client, guess)
    assert not is_in(client)


def test_an_address_that_only_looks_alike_is_another(client):
    make_moderator(make_group("book", "Book"), "ana@strasse.example")
    ask(client, "ana@straße.example")
    assert not mailed_codes("ana@strasse.example")
    assert not mailed_codes("ana@straße.example")


@pytest.mark.parametrize("email", [ANA, "nobody@example.org"])
def test_nobody_is_flooded_with_codes(client, email):
    answers = [ask(Client(REMOTE_ADDR=f"192.0.2.{n}"), email).status_code for n in range(16)]
    assert answers == [302] * 15 + [429]
    assert ask(Client(REMOTE_ADDR="192.0.2.99"), email.replace("@", "+x@")).status_code == 429


def test_who_asks_for_somebody_elses_codes_does_not_use_them_up(client):
    mallory = [ask(Client(REMOTE_ADDR="192.0.2.1")).status_code for _ in range(6)]
    assert mallory == [302] * 5 + [429]
    ask(client)
    enter(client, mailed_codes(ANA)[-1])
    assert is_in(client)


def test_one_network_asks_for_ten_codes_a_minute(client):
    answers = [ask(Client(), f"p{n}@example.org").status_code for n in range(11)]
    assert answers == [302] * 10 + [429]
    assert ask(Client(REMOTE_ADDR="192.0.2.9")).status_code == 302


def test_who_closed_their_account_meanwhile_is_not_let_in(client):
    ask(client)
    User.objects.update(is_active=False)
    enter(client, mailed_codes(ANA)[-1])
    assert not is_in(client)


def test_nobody_signs_up_unless_the_hub_lets_everybody(client, settings):
    settings.SIGN_UP = True
    ask(client, "new@example.org")
    assert not User.objects.filter(email="new@example.org").exists()
    enter(client, mailed_codes("new@example.org")[-1])
    assert is_in(client)
    assert not User.objects.get(email="new@example.org").grants.exists()


def test_a_closed_account_is_not_opened_by_signing_up(client, settings):
    settings.SIGN_UP = True
    User.objects.create_user("closed@example.org", is_active=False)
    ask(client, "closed@example.org")
    assert not mailed_codes("closed@example.org")


def test_a_one_time_link_needs_no_mail(client):
    _, token = invite(ANA, now=NOW, actor=TERMINAL)
    page = client.get("/desk/sign-in/", {"token": token})
    assert "Your link is good" in text_of(page)
    assert SignInLink.objects.get().used_at is None
    assert client.post("/desk/sign-in/", {"token": token, "next": "/desk/history/"}).url == "/desk/history/"
    assert is_in(client)
    assert client.get("/desk/sign-in/", {"token": token}).status_code == 404


def test_nobody_is_led_away_from_the_hub(client):
    ask(client)
    away = enter(client, mailed_codes(ANA)[-1], next="https://evil.example/desk/")
    assert away.url == "/desk/"


@pytest.mark.parametrize(
    "path",
    ["login", "signup", "password/reset", "password/change", "email", "reauthenticate", "2fa", "3rdparty"],
)
def test_of_passwords_there_is_no_page(client, path):
    client.force_login(make_manager())
    assert client.get(f"/account/{path}/").status_code == 404


def test_public_pages_know_no_session(client):
    ask(client)
    enter(client, mailed_codes(ANA)[-1])
    for path in ("/", "/calendar.ics", "/nothing-here/"):
        answer = client.get(path)
        assert "Cookie" not in answer.headers.get("Vary", ""), path
        assert not answer.cookies, path


def by_link(client, email="victim@example.org"):
    """Whoever invites as a moderator is shown the link, and may use it themselves."""
    group = make_group("book", "Book")
    inviter = make_moderator(group, "inviter@example.org").as_actor(NOW)
    user, token = invite(email, Terms(Role.NOTE_TAKER, group), now=NOW, actor=inviter)
    client.post("/desk/sign-in/", {"token": token})
    Authenticator.objects.create(user=user, type="webauthn", data={"name": "Phone"})
    assert is_in(client)
    return user


def test_who_was_let_in_by_a_link_is_out_when_the_account_may_do_more(client):
    user = by_link(client)
    invite(user.email, Terms(Role.MANAGER), now=NOW, actor=TERMINAL)
    assert not is_in(client)
    assert not Authenticator.objects.exists()


def test_who_was_let_in_by_a_link_is_out_when_its_owner_comes(client):
    user, owner = by_link(client), Client()
    ask(owner, user.email)
    enter(owner, *mailed_codes(user.email))
    assert (is_in(owner), is_in(client)) == (True, False)
    assert not Authenticator.objects.exists()
    invite(user.email, Terms(Role.MANAGER), now=NOW, actor=TERMINAL)
    assert is_in(owner)
