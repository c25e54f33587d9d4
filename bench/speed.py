"""How soon a reader sees the first meeting: 1.6 Mbit/s, 150 ms away, a processor four times slower.

Run with `make bench`. The budgets: first meeting visible ≤ 1.2 s, LCP ≤ 1.5 s, CLS ≤ 0.02, at most 5 requests.
"""

import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROUNDS = 5
ROOT = Path(__file__).parents[1]
FLAGS = ["--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync"]  # fmt: skip
MEASURE = """() => new Promise(done => {
  const seen = {lcp: 0, cls: 0, fcp: 0};
  new PerformanceObserver(l => l.getEntries().forEach(e => seen.lcp = e.startTime)).observe({type: 'largest-contentful-paint', buffered: true});
  new PerformanceObserver(l => l.getEntries().forEach(e => { if (!e.hadRecentInput) seen.cls += e.value })).observe({type: 'layout-shift', buffered: true});
  seen.fcp = performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0;
  seen.requests = performance.getEntriesByType('resource').length + 1;
  setTimeout(() => done(seen), 1500);
})"""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def measured(browser, address: str, tz: str) -> dict[str, float]:
    context = browser.new_context(viewport={"width": 360, "height": 740}, timezone_id=tz)
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", {
        "offline": False, "latency": 150, "downloadThroughput": 200_000, "uploadThroughput": 96_000,
    })  # fmt: skip
    session.send("Emulation.setCPUThrottlingRate", {"rate": 4})
    page.goto(address)
    found = page.evaluate(MEASURE)
    context.close()
    return found


def main() -> None:
    chromium = (
        os.environ.get("COMMONHOUR_CHROMIUM")
        or shutil.which("chromium-headless-shell")
        or shutil.which("chromium")
    )
    if not chromium:
        print("no Chromium here: page speed not measured")
        return
    from playwright.sync_api import sync_playwright

    port, folder = free_port(), tempfile.mkdtemp(prefix="commonhour-speed-")
    command = [sys.executable, "-m", "commonhour", "demo", "--port", str(port)]
    server = subprocess.Popen(command, cwd=ROOT, env={**os.environ, "COMMONHOUR_DATA": folder},
                              stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # fmt: skip
    try:
        wait_for(port)
        flags = [*FLAGS, "--no-sandbox"] if os.geteuid() == 0 else FLAGS
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium, args=flags)
            for name, tz in (
                ("the community's own zone", "Europe/Madrid"),
                ("a reader in Tokyo", "Asia/Tokyo"),
            ):
                report(name, [measured(browser, f"http://127.0.0.1:{port}/", tz) for _ in range(ROUNDS)])
            browser.close()
    finally:
        server.terminate()
        server.wait()


def wait_for(port: int) -> None:
    for _ in range(120):
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            time.sleep(0.5)
    raise SystemExit("the demo did not start")


def report(name: str, found: list[dict[str, float]]) -> None:
    middle = {key: statistics.median(one[key] for one in found) for key in found[0]}
    print(
        f"{name:<26} first paint {middle['fcp'] / 1000:.2f} s  LCP {middle['lcp'] / 1000:.2f} s  "
        f"CLS {middle['cls']:.3f}  {middle['requests']:.0f} requests"
    )


if __name__ == "__main__":
    main()
