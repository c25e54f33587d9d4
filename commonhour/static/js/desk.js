// The desk without a reload: the next dates follow what is typed. Nothing needs it; "Show the dates" does the same.
"use strict";
(() => {
  const form = document.querySelector("form[data-preview]"), dates = document.getElementById("dates");
  const alarm = document.querySelector(".errors[role=alert]");
  if (alarm) alarm.focus();
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
