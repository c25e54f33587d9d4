// Enhances what the server wrote: the reader's own zone at once, cities while one types, ticking times, a Join button
// that wakes, a table that narrows; the hour of the converter dragged. Nothing needs it.
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
    else if (shown) { offerMine(!isSameClock(mine, shown)); return; }
    if (shown || !mine || mine === root.dataset.zone) return;
    if (/^\/(desk|account)\//.test(location.pathname) || document.querySelector("main form[method=post]:not(.join, .by-mail), main .entered, main .error")) return;
    // At once: who is quicker than the page in their own zone is written to in their own zone all the same.
    for (const form of document.querySelectorAll("form.by-mail")) form.action = addressIn(mine, form.action);
    const page = await fetched(addressIn(mine));
    // Who is choosing a zone already is not interrupted.
    if (!page || page.documentElement.dataset.zone === root.dataset.zone || document.querySelector(".zone[open], main :focus")) return;
    for (const part of ["main", ".zone", ".menu", ".foot"]) {
      const old = document.querySelector(part), fresh = page.querySelector(part);
      if (old && fresh) old.replaceWith(fresh);
    }
    root.dataset.zone = page.documentElement.dataset.zone;
    tick();
  }

  // Asia/Calcutta and Asia/Kolkata: browsers and the hub know a place by other names.
  function isSameClock(one, other) {
    const clock = (tz) => [0, 182].map((days) => new Date(Date.now() + days * 864e5).toLocaleString("en", { timeZone: tz })).join();
    return one === other || clock(one) === clock(other);
  }

  function offerMine(differs) {
    const band = document.querySelector(".shared");
    if (band) band.hidden = !differs;
  }

  function addressIn(tz, address = location.href) {
    const url = new URL(address);
    url.searchParams.set("tz", tz);
    return url;
  }

  async function fetched(url) {
    const answer = await fetch(url);
    return answer.status < 500 ? new DOMParser().parseFromString(await answer.text(), "text/html") : null;
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
  function relative(seconds, language, style = "short") {
    const words = new Intl.RelativeTimeFormat(language, { numeric: "auto", style });
    for (const [unit, size] of steps) {
      if (Math.abs(seconds) >= size * (unit === "day" ? 2 : 1)) return words.format(Math.trunc(seconds / size), unit);
    }
    return words.format(0, "minute");
  }

  function tick() {
    if ("now" in root.dataset) return; // the clock stands still in demonstrations
    for (const element of document.querySelectorAll("time.relative")) {
      element.textContent = relative((Date.parse(element.dateTime) - Date.now()) / 1000, root.lang, element.matches(".whole") ? "long" : "short");
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
    if (event.key === "/" && !event.ctrlKey && !event.metaKey && !event.altKey && !event.target.closest?.("input, textarea, select, [contenteditable]")) {
      const field = document.querySelector("main input[type=search]"), link = document.querySelector(".seek");
      if (field || link) event.preventDefault();
      if (field) field.focus(); else if (link) location.assign(link.href);
    }
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
  // Without a font for emoji, each would be a box: then there are none.
  function seesEmoji() {
    const drawn = (text) => {
      const canvas = document.createElement("canvas"), pen = canvas.getContext("2d", { willReadFrequently: true });
      canvas.width = canvas.height = 24;
      pen.font = getComputedStyle(document.body).font;
      pen.fillText(text, 0, 18);
      return pen.getImageData(0, 0, 24, 24).data.join();
    };
    return drawn("\u{1F4C5}") !== drawn("\u{10FFFE}");
  }
  if (document.querySelector(".pict")) root.classList.toggle("no-emoji", !seesEmoji());
  tick();
  setInterval(tick, 30000);
  inOwnZone().catch(() => {});
})();

// Drags the chosen hour of the converter up and down, and takes the page of what was chosen in place. Nothing needs it.
(() => {
  let over = null; // the row under a drag
  document.documentElement.classList.add("drags");
  const rows = () => [...document.querySelectorAll(".clocks tbody tr:has(th a)")];

  function mark(row) {
    for (const one of rows()) one.classList.toggle("chosen", one === row);
    over = row;
  }

  async function show(address, keep) {
    const answer = await fetch(address).catch(() => null);
    if (!answer || !answer.ok) { location.assign(address); return; }
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const scrolled = document.querySelector(".clocks .scroll").scrollLeft;
    for (const part of ["main", ".zone"]) document.querySelector(part).replaceWith(page.querySelector(part));
    if (keep) history.pushState(null, "", address);
    document.querySelector(".clocks .scroll").scrollLeft = scrolled;
    document.querySelector(".clocks .chosen a")?.focus({ preventScroll: true });
  }

  const link = (event) => event.target.closest?.(".clocks tbody th a");
  document.addEventListener("pointerdown", (event) => {
    const at = link(event)?.closest("tr");
    if (at?.classList.contains("chosen") && event.button === 0) { over = at; event.target.closest("th").setPointerCapture(event.pointerId); }
  });
  document.addEventListener("pointermove", (event) => {
    if (!over) return;
    const row = rows().find((one) => { const box = one.getBoundingClientRect(); return event.clientY >= box.top && event.clientY < box.bottom; });
    if (row && row !== over) mark(row);
  });
  document.addEventListener("pointerup", () => {
    if (!over) return;
    const chosen = over.querySelector("a");
    over = null;
    show(chosen.href, true);
  });
  document.addEventListener("pointercancel", () => { over = null; });
  document.addEventListener("dragstart", (event) => { if (link(event)) event.preventDefault(); });
  document.addEventListener("click", (event) => {
    const chosen = link(event);
    if (!chosen || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    if (!chosen.closest(".chosen")) show(chosen.href, true);
  });
  document.addEventListener("keydown", (event) => {
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key], at = link(event);
    if (!step || !at) return;
    const next = rows()[rows().indexOf(at.closest("tr")) + step]?.querySelector("a");
    if (next) { event.preventDefault(); next.focus(); }
  });
  addEventListener("popstate", () => show(location.href, false));
})();
