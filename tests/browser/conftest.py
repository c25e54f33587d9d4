"""A real Chromium on a real server with a real database."""

import os
import shutil
from pathlib import Path

import pytest

from tests.browser.whole_pages import read_whole_pages

CHROMIUM = (
    os.environ.get("COMMONHOUR_CHROMIUM")
    or shutil.which("chromium-headless-shell")
    or shutil.which("chromium")
)
FLAGS = [
    "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip


def pytest_collection_modifyitems(items):
    for item in items:
        if "browser" in Path(item.fspath).parts:
            item.add_marker("browser")
            if not CHROMIUM:
                item.add_marker(
                    pytest.mark.skip(reason="no Chromium on this machine (tests/install_browser.sh)")
                )


@pytest.fixture(scope="session")
def chromium():
    from playwright import sync_api

    read_whole_pages(sync_api)
    flags = [*FLAGS, "--no-sandbox"] if os.geteuid() == 0 else FLAGS
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=flags)
        yield browser
        browser.close()


def session_of(user):
    """As signing in makes it, without the two pages of it (which test_desk_begin.py and test_tutorial.py walk)."""
    from django.test import Client

    client = Client()
    client.force_login(user)
    return client.cookies["sessionid"].value


@pytest.fixture
def open_page(chromium, live_server, settings):
    """`open_page("/", width=320, dark=True, js=False)` gives the page, for `user` if there is one, and every context is
    closed at the end."""
    settings.BASE_URL = live_server.url
    contexts = []

    def opened(path, *, user=None, width=1280, dark=False, js=True, tz="Europe/Madrid", **options):
        context = chromium.new_context(
            viewport={"width": width, "height": 900}, color_scheme="dark" if dark else "light",
            java_script_enabled=js, timezone_id=tz, **options,
        )  # fmt: skip
        contexts.append(context)
        if user is not None:
            context.add_cookies([{"name": "sessionid", "value": session_of(user), "url": live_server.url}])
        page = context.new_page()
        page.answer = page.goto(live_server.url + path)
        return page

    yield opened
    for context in contexts:
        context.close()
