// The desk without a reload: the next dates follow what is typed. Nothing needs it; "Show the dates" does the same.
"use strict";
(() => {
  // The device's zone, or the one chosen on this device: at once on a page that was only asked for, and along with every
  // step. Whoever signs in comes in their own zone, whatever zone the link was made in.
  function inOwnZone() {
    const shown = document.documentElement.dataset, mine = kept() || own;
    if (!mine) return;
    const led = (address) => {
      const url = new URL(address, location.href);
      if (/^\/(desk|account)\//.test(url.pathname)) url.searchParams.set("tz", mine);
      return url.pathname + url.search + url.hash;
    };
    for (const one of document.querySelectorAll("input[name=next]")) one.value = led(one.value);
    if (shown.chosen || mine === shown.zone) return;
    const here = new URL(location.href), isOnlyAsked = document.querySelector("[data-only-asked]");
    if (isOnlyAsked && !here.searchParams.has("tz")) return location.replace(led(here));
    for (const name of ["href", "action", "formaction", "data-preview"]) {
      for (const one of document.querySelectorAll(`[${name}^="/desk/"], [${name}^="/account/"]`)) one.setAttribute(name, led(one.getAttribute(name)));
    }
    for (const one of document.querySelectorAll('form[method=get][action^="/desk/"]')) {
      one.append(Object.assign(document.createElement("input"), { type: "hidden", name: "tz", value: mine }));
    }
  }
  function kept() {
    try { return localStorage.getItem("tz"); } catch { return null; }
  }

  const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
  inOwnZone();
  const part = document.querySelector(".desk-nav [aria-current]");
  if (part) part.closest("ul").scrollLeft = part.offsetLeft - innerWidth / 3; // on a phone they are one line
  const form = document.querySelector("form[data-preview]"), dates = document.getElementById("dates");
  const alarm = document.querySelector(".errors[role=alert]");
  if (alarm) alarm.focus();
  for (const field of document.querySelectorAll("[data-selects]")) {
    field.addEventListener("focus", () => field.select());
    if (!alarm) { field.focus(); field.select(); }
  }
  for (const offer of document.querySelectorAll("[data-own-zone]")) {
    const field = document.getElementById(offer.dataset.ownZone);
    offer.hidden = !field || !own || field.value === own;
    offer.querySelector("b").textContent = own;
    offer.querySelector("button").addEventListener("click", () => { field.value = own; offer.hidden = true; field.focus(); });
  }
  if (!form || !dates) return;
  let asked = 0, timer = 0;
  const when = ["date", "time", "zone", "minutes", "repeat", "weeks", "rrule", "ends", "until", "count", "from", "drawn", "which", "group"];
  async function show() {
    const url = new URL(form.dataset.preview, location.href), typed = new FormData(form), mine = ++asked;
    for (const name of when) if (typed.get(name)) url.searchParams.set(name, typed.get(name));
    const answer = await fetch(url, { credentials: "same-origin" });
    if (answer.ok && !answer.redirected && mine === asked) dates.innerHTML = await answer.text(); // our own escaped HTML
  }
  form.addEventListener("input", (event) => {
    if (!when.includes(event.target.name)) return;
    clearTimeout(timer);
    timer = setTimeout(() => show().catch(() => {}), 300);
  });
})();
