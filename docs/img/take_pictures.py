"""Takes the pictures of the README from a fresh demo, light and dark: `.venv/bin/python docs/img/take_pictures.py`.

The demo stands still at a Monday in November, so that the pictures change only when the pages do. Needs Chromium.
"""

import io
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT)]

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

from bench.speed import FLAGS, free_port, wait_for

NOW = "2026-11-23T10:00:00Z"
SIZE = {"width": 1200, "height": 820}
PAGES = {
    "meetings-page": "/?tz=Europe/Madrid",
    "clocks": (
        "/convert/?at=2026-11-26T15:00:00Z&tz=Europe/Madrid"
        "&cities=America/Los_Angeles,America/New_York,Europe/London,Asia/Kolkata,Asia/Tokyo#clocks"
    ),
}


def take(browser: Browser, address: str, scheme: str) -> Image.Image:
    page = browser.new_page(viewport=SIZE, color_scheme=scheme, timezone_id="Europe/Madrid", locale="en-GB")
    page.clock.set_fixed_time(NOW)
    page.goto(address)
    page.wait_for_load_state("networkidle")
    page.evaluate("scrollTo(0, scrollY && scrollY + 24)")  # past the end of what stands above
    picture = Image.open(io.BytesIO(page.screenshot()))
    page.close()
    return picture


def take_all(address: str) -> None:
    flags = [*FLAGS, "--no-sandbox"] if os.geteuid() == 0 else FLAGS
    chromium = os.environ.get("COMMONHOUR_CHROMIUM") or shutil.which("chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=flags)
        for name, path in PAGES.items():
            for scheme in ("light", "dark"):
                picture = take(browser, address + path, scheme).convert("RGB").quantize(128)
                picture.save(Path(__file__).parent / f"{name}-{scheme}.png", optimize=True)
        browser.close()


def main() -> None:
    port, folder = free_port(), tempfile.mkdtemp(prefix="commonhour-pictures-")
    command = [sys.executable, "-m", "commonhour", "demo", "--port", str(port)]
    server = subprocess.Popen(
        command, cwd=ROOT, env={**os.environ, "COMMONHOUR_DATA": folder, "COMMONHOUR_NOW": NOW},
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        wait_for(port)
        take_all(f"http://127.0.0.1:{port}")
    finally:
        server.terminate()
        server.wait()
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
