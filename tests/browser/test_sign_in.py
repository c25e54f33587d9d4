"""Signing in for real: by a code, with a passkey of a device that the browser pretends to have, and signing out elsewhere."""

import pytest
from allauth.mfa.models import Authenticator
from cast import mailed_codes, make_community, make_group, make_moderator
from django.core.cache import cache
from screens import faults

pytestmark = pytest.mark.django_db(transaction=True)
ANA = "ana@example.org"


@pytest.fixture(autouse=True)
def ana():
    cache.clear()
    make_community()
    return make_moderator(make_group(), ANA)


@pytest.fixture
def localhost(live_server):
    """Browsers tie passkeys to names, and a number is none."""
    return live_server.url.replace("127.0.0.1", "localhost")


def by_code(page, address):
    page.goto(f"{address}/desk/sign-in/?next=/account/")
    page.get_by_label("E-mail address").fill(ANA)
    page.get_by_role("button", name="Send me a code").click()
    page.get_by_label("Code").fill(mailed_codes(ANA)[-1])
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/account/**")


def give_device(page):
    """A phone that always says yes."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
               "isUserVerified": True, "automaticPresenceSimulation": True}  # fmt: skip
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})


@pytest.mark.parametrize("js", [True, False])
def test_a_code_signs_in(open_page, live_server, js):
    page = open_page("/desk/sign-in/", js=js, width=320)
    by_code(page, live_server.url)
    assert "You are signed in" in page.locator("main").inner_text()


def test_a_passkey_is_added_and_signs_in(open_page, localhost):
    page = open_page("/desk/sign-in/")
    give_device(page)
    by_code(page, localhost)
    page.get_by_role("link", name="Add a passkey").click()
    page.get_by_label("Name").fill("My phone")
    page.get_by_role("button", name="Add a passkey").click()
    page.get_by_text("The passkey is added").wait_for()
    page.get_by_role("button", name="Sign out (").click()
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url("**/desk/**")
    page.get_by_text("You are signed in").wait_for()
    page.goto(f"{localhost}/account/")
    assert "last used" in page.locator("main").inner_text()


def test_a_passkey_that_was_removed_signs_nobody_in(open_page, localhost):
    page = open_page("/desk/sign-in/")
    give_device(page)
    by_code(page, localhost)
    page.get_by_role("link", name="Add a passkey").click()
    page.get_by_role("button", name="Add a passkey").click()
    page.get_by_role("link", name="Remove").click()
    assert "your last passkey" in page.locator("main").inner_text()
    page.get_by_role("button", name="Remove it").click()
    page.get_by_text("The passkey is removed").wait_for()
    page.get_by_role("button", name="Sign out (").click()
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.get_by_text("That passkey is not known here").wait_for()


def test_without_javascript_nothing_is_said_of_passkeys(open_page):
    page = open_page("/desk/sign-in/", js=False)
    assert not page.get_by_role("button", name="Sign in with a passkey").count()


def test_a_device_without_a_passkey_is_told_so(open_page, localhost):
    page = open_page("/desk/sign-in/")
    give_device(page)
    page.goto(f"{localhost}/desk/sign-in/")
    said = page.get_by_role("alert")
    assert not said.count()
    page.get_by_role("button", name="Sign in with a passkey").click()
    said.wait_for()
    assert "found no passkey" in said.inner_text()
    assert page.url == f"{localhost}/desk/sign-in/"
    assert page.get_by_label("E-mail address").is_enabled()
    by_code(page, localhost)  # and the way that is left to them does lead in
    assert "You are signed in" in page.locator("main").inner_text()


def test_every_page_of_signing_in_is_in_order_on_every_screen(open_page, live_server, ana, settings):
    settings.SIGN_IN_SERVICES = [{"provider_id": "oidc", "name": "Community account"}]
    page, found = open_page("/desk/sign-in/"), []
    by_code(page, live_server.url)
    key = Authenticator.objects.create(user=ana, type="webauthn", data={"name": "Phone", "credential": {}}).pk
    for path in ("", "sessions/end/", f"passkeys/{key}/", f"passkeys/{key}/remove/", "passkeys/add/"):
        if path == "passkeys/add/":
            Authenticator.objects.all().delete()  # this one is none that a browser made
        assert page.goto(f"{live_server.url}/account/{path}").ok
        found += faults(page)
    page = open_page("/desk/sign-in/")
    found += faults(page)
    page.get_by_label("E-mail address").fill(ANA)
    page.get_by_role("button", name="Send me a code").click()
    found += faults(page)
    assert not found
