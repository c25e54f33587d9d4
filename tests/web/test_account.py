"""One's own account: where one is signed in, ended here or elsewhere, and passkeys and services that are one's own only."""

import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from cast import NOW, mailed_codes, make_community, make_group, make_moderator
from django.core.cache import cache
from django.test import Client

from commonhour.core.devices import device_of
from commonhour.models import User
from commonhour.tasks.sweep import sweep
from tests.web.test_sign_in import ANA, ask, enter, is_in, text_of

pytestmark = pytest.mark.django_db
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


@pytest.fixture
def ana():
    cache.clear()
    make_community()
    return make_moderator(make_group(), ANA)


@pytest.fixture
def signed_in(ana):
    """`signed_in()` is one more browser of hers."""

    def browser(agent=FIREFOX):
        client = Client(headers={"user-agent": agent})
        ask(client)
        enter(client, mailed_codes(ANA)[-1])
        assert is_in(client)
        return client

    return browser


def others(user) -> list[int]:
    return list(UserSession.objects.filter(user=user).order_by("pk").values_list("pk", flat=True))


def test_one_sees_where_one_is_signed_in(signed_in):
    here = signed_in()
    signed_in(
        "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605 Version/18.0 Safari/604"
    )
    text = text_of(here.get("/account/"))
    assert "Firefox, Linux here" in text
    assert "Safari, iPhone" in text


def test_a_session_is_ended_elsewhere_at_the_next_tap(ana, signed_in):
    lost, here = signed_in(), signed_in()
    assert here.post(f"/account/sessions/{others(ana)[0]}/end/").status_code == 302
    assert not is_in(lost)
    assert is_in(here)


def test_all_others_are_ended_after_asking_listed_or_not(ana, signed_in):
    lost, unlisted, here = signed_in(), Client(), signed_in()
    unlisted.force_login(ana)
    assert "Sign out everywhere else?" in text_of(here.get("/account/sessions/end/"))
    assert is_in(lost)
    here.post("/account/sessions/end/")
    assert [is_in(one) for one in (lost, unlisted, here)] == [False, False, True]
    assert len(others(ana)) == 1


def test_nobody_ends_anothers_session(ana, signed_in):
    hers = signed_in()
    eve = Client()
    eve.force_login(make_moderator(make_group("book", "Book"), "eve@example.org"))
    assert eve.post(f"/account/sessions/{others(ana)[0]}/end/").status_code == 404
    eve.post("/account/sessions/end/")
    assert is_in(hers)


def test_who_signs_out_is_listed_no_more(signed_in):
    gone, here = signed_in(), signed_in("Chrome/140.0")
    gone.post("/desk/sign-out/")
    assert "Firefox" not in text_of(here.get("/account/"))


def test_sessions_that_ended_are_swept(ana, signed_in):
    signed_in().post("/desk/sign-out/")
    UserSession.objects.get_or_create(session_key="gone", defaults={"user": ana, "ip": "192.0.2.1"})
    sweep(NOW)
    assert not UserSession.objects.filter(session_key="gone").exists()


def key_of(user, name="Phone"):
    return Authenticator.objects.create(user=user, type="webauthn", data={"name": name, "credential": {}})


def test_a_passkey_is_renamed_and_removed_after_asking(ana, signed_in):
    here, key = signed_in(), key_of(ana)
    here.post(f"/account/passkeys/{key.pk}/", {"name": "My phone"})
    assert "My phone" in text_of(here.get("/account/"))
    assert "your last passkey" in text_of(here.get(f"/account/passkeys/{key.pk}/remove/"))
    assert Authenticator.objects.exists()
    here.post(f"/account/passkeys/{key.pk}/remove/")
    assert not Authenticator.objects.exists()


def test_a_passkey_of_somebody_else_is_not_there(signed_in):
    key = key_of(User.objects.create_user("eve@example.org"))
    here = signed_in()
    assert here.post(f"/account/passkeys/{key.pk}/remove/").status_code == 404
    assert here.post(f"/account/passkeys/{key.pk}/", {"name": "Mine"}).status_code == 404
    assert Authenticator.objects.get().data["name"] == "Phone"


def test_who_signed_in_long_ago_does_it_once_more(ana, signed_in, monkeypatch):
    here, key, began = signed_in(), key_of(ana), time.time()
    monkeypatch.setattr(time, "time", lambda: began + 3700)
    for path in (
        "/account/passkeys/add/",
        f"/account/passkeys/{key.pk}/",
        f"/account/passkeys/{key.pk}/remove/",
    ):
        answer = here.post(path, {"name": "Mine"})
        assert answer.status_code == 403
        assert "Sign in once more" in text_of(answer)
    assert Authenticator.objects.get().data["name"] == "Phone"
    again = here.post("/desk/sign-out/", {"next": "/account/passkeys/add/"})
    assert "next=%2Faccount%2Fpasskeys%2Fadd%2F" in again.url


@pytest.mark.parametrize("credential", ["", "x", "{}", "[]", "null", '{"id": "a"}', '{"type": "public-key", "response": {}}',
                                        '{"id": "YQ", "rawId": "YQ", "type": "public-key", "response": {"userHandle": "MQ"}}'])  # fmt: skip
def test_what_is_no_passkey_signs_nobody_in_and_is_not_kept(signed_in, credential):
    here, stranger = signed_in(), Client()
    stranger.get("/account/passkey/")
    assert stranger.post("/account/passkey/", {"credential": credential}).status_code == 422
    assert not is_in(stranger)
    here.get("/account/passkeys/add/")
    assert here.post("/account/passkeys/add/", {"name": "x", "credential": credential}).status_code == 422
    assert not Authenticator.objects.exists()


@pytest.mark.parametrize(("agent", "name"), [
    (FIREFOX, "Firefox, Linux"),
    ("Mozilla/5.0 (Windows NT 10.0; Win64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0", "Edge, Windows"),
    ("Mozilla/5.0 (Linux; Android 16) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36", "Chrome, Android"),
    ("curl/8.0", ""),
])  # fmt: skip
def test_a_browser_is_called_as_people_call_it(agent, name):
    assert device_of(agent) == name
