// Enhances what the server wrote: the reader's own zone at once, ticking times, a Join button that wakes. Nothing needs it.
"use strict";
(() => {
  const root = document.documentElement;
  const kept = () => { try { return localStorage.getItem("tz"); } catch { return null; } };
  const keep = (tz) => { try { localStorage.setItem("tz", tz); } catch { /* private windows may refuse */ } };

  async function inOwnZone() {
    if (root.dataset.chosen) { keep(root.dataset.chosen); return; }
    if (location.pathname.startsWith("/desk/") || document.querySelector("main form[method=post]:not(.join), main .entered")) return;
    const own = kept() || Intl.DateTimeFormat().resolvedOptions().timeZone;
    if (!own || own === root.dataset.zone) return;
    const url = new URL(location.href);
    url.searchParams.set("tz", own);
    const answer = await fetch(url);
    if (!answer.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (page.documentElement.dataset.zone === root.dataset.zone) return;
    for (const part of ["main", ".zone", ".head nav", ".foot"]) {
      const old = document.querySelector(part), fresh = page.querySelector(part);
      if (old && fresh) old.replaceWith(fresh);
    }
    root.dataset.zone = page.documentElement.dataset.zone;
    tick();
  }

  const steps = [["day", 86400], ["hour", 3600], ["minute", 60]];
  function relative(seconds, language) {
    const words = new Intl.RelativeTimeFormat(language, { numeric: "auto", style: "short" });
    for (const [unit, size] of steps) {
      if (Math.abs(seconds) >= size * (unit === "day" ? 2 : 1)) return words.format(Math.trunc(seconds / size), unit);
    }
    return words.format(0, "minute");
  }

  function tick() {
    if (root.dataset.now) return; // the clock stands still in demonstrations
    for (const element of document.querySelectorAll("time.relative")) {
      element.textContent = relative((Date.parse(element.dateTime) - Date.now()) / 1000, root.lang);
    }
    for (const form of document.querySelectorAll("form.join[data-opens]")) {
      // A device's clock may be wrong: it can open the door that the server shut, and never shuts one.
      if (Date.now() < Date.parse(form.dataset.opens) || Date.now() >= Date.parse(form.dataset.closes)) continue;
      form.hidden = false;
      const wait = document.getElementById("door-closed");
      if (wait) wait.hidden = true;
    }
  }

  function cities() {
    const list = document.getElementById("cities");
    if (!list || list.childElementCount || !Intl.supportedValuesOf) return;
    for (const name of Intl.supportedValuesOf("timeZone")) list.append(new Option("", name));
  }

  document.addEventListener("focusin", (event) => { if (event.target.id === "tz") cities(); });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const open of document.querySelectorAll("details.zone[open]")) { open.open = false; open.querySelector("summary").focus(); }
  });
  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-copy]");
    if (!button) return;
    await navigator.clipboard.writeText(button.dataset.copy);
    const said = button.textContent;
    button.textContent = button.dataset.done;
    setTimeout(() => { button.textContent = said; }, 2000);
  });
  tick();
  setInterval(tick, 30000);
  inOwnZone().catch(() => {});
})();
