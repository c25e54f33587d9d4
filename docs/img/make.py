"""The pictures of the README and of docs/explanation/design.md: the demo's pages at a fixed moment, in a real browser.

Run it from the root of the project: `.venv/bin/python docs/img/make.py`. It needs Chromium (tests/install_browser.sh).
"""

import os
import shutil
import tempfile
import threading
from pathlib import Path
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

HERE = Path(__file__).parent
PORT = 8899
os.environ |= {
    "COMMONHOUR_DATA": tempfile.mkdtemp(),
    "COMMONHOUR_NOW": "2026-11-23T08:20:00Z",
    "COMMONHOUR_URL": f"http://127.0.0.1:{PORT}",
    "COMMONHOUR_DEBUG": "yes",  # static files as they lie there
    "DJANGO_SETTINGS_MODULE": "commonhour.settings",
    "DJANGO_ALLOW_ASYNC_UNSAFE": "yes",  # the browser's loop and the database share a thread
}
_CLOCKS = (
    "/convert/?at=2026-11-26T15:00:00Z&tz=Europe/Madrid"
    "&cities=America/Los_Angeles,America/New_York,Europe/London,Asia/Kolkata,Asia/Tokyo#clocks"
)
TYPED = """TOPIC: One person, no office

Tomasz brought an outline. Two readers tried it and got lost at the same page.

DECISION: It begins with a story, not with a list.
ACTION: @Noor try it with two newcomers by 2026-12-08
"""
# name: path, width, height, scheme
PICTURES = {
    "meetings-page": ("/", 1120, 760, "light"),
    "meetings-page-dark": ("/", 1120, 760, "dark"),
    "week": ("/calendar/week/2026-W49/", 1120, 760, "light"),
    "week-dark": ("/calendar/week/2026-W49/", 1120, 760, "dark"),
    "month-day": ("/calendar/2026-12/", 1120, 620, "light"),
    "groups": ("/groups/", 1120, 620, "light"),
    "clocks": (_CLOCKS, 1120, 620, "light"),
    "clocks-dark": (_CLOCKS, 1120, 620, "dark"),
    "phone": ("/calendar/", 360, 640, "light"),
    "phone-dark": ("/calendar/", 360, 640, "dark"),
    "zone": ("/calendar/", 360, 640, "light"),
    "notice": ("/desk/", 1120, 760, "light"),
    "notes": ("/desk/", 360, 640, "light"),
    "decisions": ("/decisions/", 1120, 760, "light"),
    "search": ("/notes/?q=guide", 1120, 760, "light"),
}


class Quiet(WSGIRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


def serve() -> WSGIServer:
    from commonhour.management.demonstration import fill
    from commonhour.management.setting_up import prepare

    prepare(static=False)
    fill()
    subscribe()
    from commonhour.wsgi import application

    server = make_server("127.0.0.1", PORT, application, handler_class=Quiet)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


def subscribe() -> None:
    """Some readers and a room who want to hear of changes."""
    from commonhour import clock
    from commonhour.models import Destination, Subscriber, Subscription

    now, zones = clock.now(), ["Asia/Tokyo"] * 9 + ["America/New_York"] * 14 + ["Europe/Madrid"] * 11
    for number, zone in enumerate(zones):
        person = Subscriber.objects.create(
            email=f"reader{number}@example.org", tzid=zone, created_at=now, confirmed_at=now
        )
        Subscription.objects.create(subscriber=person, created_at=now)
    room = Destination(kind="slack", label="#meetings", created_at=now)
    room.seal({"url": "https://chat.example.org/hook"})
    room.save()


def signed_in() -> dict[str, str]:
    """The cookie of a programme manager."""
    from django.test import Client

    from commonhour import clock
    from commonhour.core.rights import Role
    from commonhour.models import Grant, User

    manager = User.objects.create_user("manager@example.org", name="Mara Manager")
    Grant.objects.create(user=manager, role=Role.MANAGER, since=clock.now())
    client = Client()
    client.force_login(manager, backend="django.contrib.auth.backends.ModelBackend")
    return {
        "name": "sessionid",
        "value": client.cookies["sessionid"].value,
        "url": f"http://127.0.0.1:{PORT}",
    }


def next_notes() -> str:
    """Where the notes of the next call about the guide are written."""
    from commonhour import clock
    from commonhour.models import Occurrence

    coming = Occurrence.objects.upcoming(clock.now()).filter(series__slug__startswith="upstream-guide")
    return f"/desk/notes/{coming.order_by('start')[0].public_id}/"


def take() -> None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = (
            os.environ.get("COMMONHOUR_CHROMIUM")
            or shutil.which("chromium-headless-shell")
            or shutil.which("chromium")
        )
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        cookie = signed_in()
        for name, (path, width, height, scheme) in PICTURES.items():
            page = browser.new_page(
                viewport={"width": width, "height": height}, color_scheme=scheme, timezone_id="Europe/Madrid"
            )
            if path.startswith("/desk/"):
                page.context.add_cookies([cookie])
            page.goto(f"http://127.0.0.1:{PORT}{path}", wait_until="networkidle")
            if name == "notice":
                page.get_by_role("link", name="Cancel this one").first.click()
                page.get_by_label("Why?").fill("A public holiday in Spain")
            if name == "notes":
                page.goto(f"http://127.0.0.1:{PORT}{next_notes()}")
                page.locator("textarea[name=text]").fill(TYPED)
            if name == "month-day":
                page.locator("button.num[popovertarget=d1209]").click()
            if name == "zone":
                page.locator(".zone summary").click()
                page.locator("#tz").press_sequentially("ma")
                page.locator(".zone .zones a").first.wait_for()
            page.screenshot(path=HERE / f"{name}.png")
            page.close()
        browser.close()


if __name__ == "__main__":
    server = serve()
    take()
    server.shutdown()
    shutil.rmtree(os.environ["COMMONHOUR_DATA"])
