// The desk without a reload: the next dates follow what is typed. Nothing needs it; "Show the dates" does the same.
"use strict";
(() => {
  const form = document.querySelector("form[data-preview]"), dates = document.getElementById("dates");
  const alarm = document.querySelector(".errors[role=alert]");
  if (alarm) alarm.focus();
  for (const field of document.querySelectorAll("[data-selects]")) {
    field.addEventListener("focus", () => field.select());
    if (!alarm) { field.focus(); field.select(); }
  }
  const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
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
