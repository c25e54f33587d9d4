"""Another program holds the write lock of a hub that really runs: who reads notices nothing, who saves is told, and
afterwards all goes on by itself."""

import http.client
import re
import subprocess
import sys
import threading
from urllib.parse import urlencode

from serving.running_hub import ROOT, environment_of

from commonhour.core.limits import SERVER_THREADS

PAGES = ["/", "/calendar/", "/calendar.json", "/healthz", "/desk/groups/", "/desk/community/"]


class Browser:
    """Keeps its cookies."""

    def __init__(self, port: int) -> None:
        self.port, self.cookies = port, {}

    def ask(self, path: str, fields: dict[str, str] | None = None) -> tuple[int, str]:
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if fields is None:
            line.request("GET", path, headers=headers)
        else:
            headers |= {"Content-Type": "application/x-www-form-urlencoded"}
            line.request("POST", path, urlencode(fields), headers)
        answer = line.getresponse()
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie":
                key, _, rest = value.partition("=")
                self.cookies[key] = rest.split(";")[0]
        body = answer.read().decode()
        line.close()
        return answer.status, body

    def inputs(self, path: str) -> dict[str, str]:
        """The token against forgery of a page's form."""
        return {
            "csrfmiddlewaretoken": re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', self.ask(path)[1])[
                1
            ]
        }


def signed_in(hub) -> Browser:
    command = [sys.executable, "-m", "commonhour", "user", "invite", "ana@example.org", "--role", "manager"]
    done = subprocess.run(command, cwd=ROOT, env=environment_of(hub.folder), capture_output=True, text=True)
    link = "/desk/sign-in/" + done.stdout.strip().partition("/desk/sign-in/")[2]
    browser = Browser(hub.port)
    token = link.partition("token=")[2]
    assert browser.ask(link.partition("?")[0], browser.inputs(link) | {"token": token})[0] == 302
    return browser


def test_while_another_program_writes(hub):
    browser = signed_in(hub)
    fields = browser.inputs("/desk/groups/new/") | {
        "name": "Measures",
        "kind": "working-group",
        "description": "“Why” & how",
    }
    for page in PAGES:
        assert browser.ask(page)[0] == 200
    held, saved = hub.lock(), []
    saving = [
        threading.Thread(target=lambda: saved.append(browser.ask("/desk/groups/new/", fields)))
        for _ in range(SERVER_THREADS - 2)
    ]
    for one in saving:
        one.start()
    seen = {page: browser.ask(page)[0] for page in PAGES}  # those who save wait meanwhile
    waiting = sum(one.is_alive() for one in saving)
    for one in saving:
        one.join()
    assert (seen, waiting) == (dict.fromkeys(PAGES, 200), len(saving))
    for status, page in saved:
        assert (status, "Another program has been writing" in page) == (503, True)
        assert "“Why” &amp; how" in page
    held.close()
    assert browser.ask("/desk/groups/new/", fields)[0] == 302
    assert "Traceback" not in hub.said()
