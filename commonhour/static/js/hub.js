// Enhances what the server wrote: the reader's own zone at once, cities while one types, ticking times, a Join button
// that wakes, a table that narrows. Nothing needs it.
"use strict";
(() => {
  const root = document.documentElement;
  const own = () => kept() || Intl.DateTimeFormat().resolvedOptions().timeZone;
  const kept = () => { try { return localStorage.getItem("tz"); } catch { return null; } };
  const keep = (tz) => { try { localStorage.setItem("tz", tz); } catch { /* private windows may refuse */ } };

  // Only what the reader chooses in the picker is kept. A shared ?tz= holds for that visit.
  function chosenJustNow() {
    try {
      const choosing = sessionStorage.getItem("choosing");
      sessionStorage.removeItem("choosing");
      return choosing;
    } catch { return null; }
  }

  async function inOwnZone() {
    const shown = root.dataset.chosen, mine = own();
    if (shown && chosenJustNow()) keep(shown);
    else if (shown) { offerMine(mine !== shown); return; }
    if (shown || !mine || mine === root.dataset.zone) return;
    if (location.pathname.startsWith("/desk/") || document.querySelector("main form[method=post]:not(.join), main .entered")) return;
    const page = await fetched(addressIn(mine));
    if (!page || page.documentElement.dataset.zone === root.dataset.zone) return;
    for (const part of ["main", ".zone", ".menu", ".foot"]) {
      const old = document.querySelector(part), fresh = page.querySelector(part);
      if (old && fresh) old.replaceWith(fresh);
    }
    root.dataset.zone = page.documentElement.dataset.zone;
    tick();
  }

  function offerMine(differs) {
    const band = document.querySelector(".shared");
    if (band) band.hidden = !differs;
  }

  function addressIn(tz) {
    const url = new URL(location.href);
    url.searchParams.set("tz", tz);
    return url;
  }

  async function fetched(url) {
    const answer = await fetch(url);
    return answer.ok ? new DOMParser().parseFromString(await answer.text(), "text/html") : null;
  }

  // The picker: places while one types, each a link; arrows walk through them.
  let asked = 0;
  async function places(field) {
    const form = field.form, list = form.querySelector(".zones"), mine = ++asked;
    const url = new URL(form.dataset.zones, location.href);
    url.searchParams.set("q", field.value);
    const page = field.value.trim() ? await fetched(url) : null;
    if (mine !== asked) return;
    list.replaceChildren(...(page ? page.querySelectorAll("main .zones > li") : []));
    list.hidden = !list.childElementCount;
    for (const link of list.querySelectorAll("a")) link.href = addressIn(link.dataset.tz);
    form.querySelector("[role=status]").textContent = page ? page.querySelector("#found").textContent : "";
  }

  function walk(event) {
    const box = event.target.closest(".zone-form"), step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!box || !step || event.target.matches("select")) return;
    const stops = [box.querySelector("#tz"), ...box.querySelectorAll(".zones a")];
    const next = stops[stops.indexOf(event.target) + step];
    if (next) { event.preventDefault(); next.focus(); }
  }

  function offerDevice(box) {
    const button = box.querySelector(".device"), device = Intl.DateTimeFormat().resolvedOptions().timeZone;
    if (!button || !device) return;
    button.hidden = device === root.dataset.zone;
    button.lastElementChild.textContent = device.replaceAll("_", " ");
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
    if ("now" in root.dataset) return; // the clock stands still in demonstrations
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

  function narrow(field) {
    const wanted = field.value.trim().toLocaleLowerCase();
    for (const row of document.querySelectorAll(`#${field.dataset.narrows} tbody tr`)) {
      row.hidden = !row.textContent.toLocaleLowerCase().includes(wanted);
    }
  }

  let timer = 0;
  document.addEventListener("input", ({ target }) => {
    if (target.dataset.narrows) narrow(target);
    if (target.id !== "tz") return;
    clearTimeout(timer);
    timer = setTimeout(() => places(target).catch(() => {}), 150);
  });
  document.addEventListener("toggle", ({ target }) => {
    if (target.matches?.(".zone[open]")) { offerDevice(target); target.querySelector("#tz").focus(); }
  }, true);
  document.addEventListener("submit", ({ target }) => {
    if (!target.matches(".zone-form[data-zones]")) return;
    try { sessionStorage.setItem("choosing", "yes"); } catch { /* then it holds for this visit */ }
  });
  document.addEventListener("keydown", (event) => {
    walk(event);
    if (event.key !== "Escape") return;
    for (const open of document.querySelectorAll("details.zone[open]")) { open.open = false; open.querySelector("summary").focus(); }
  });
  document.addEventListener("click", async (event) => {
    const place = event.target.closest(".zone a[data-tz], .device, .shared a");
    if (place?.dataset.tz) keep(place.dataset.tz);
    if (place?.matches(".device")) {
      const device = Intl.DateTimeFormat().resolvedOptions().timeZone;
      keep(device);
      location.href = addressIn(device);
    }
    for (const open of document.querySelectorAll("details.zone[open]")) if (!open.contains(event.target)) open.open = false;
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
