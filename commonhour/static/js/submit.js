// Sending in a meeting: what was understood follows what is typed, in the writer's own zone.
// Nothing needs it: "Show what was understood" does the same.
"use strict";
(() => {
  const root = document.documentElement, form = document.querySelector("form[data-echo]"), echo = document.getElementById("echo");
  const store = (change) => { try { return change(localStorage); } catch { return null; /* private windows may refuse */ } };
  if (!form || !echo) return;
  const own = store((kept) => kept.getItem("tz")) || Intl.DateTimeFormat().resolvedOptions().timeZone;
  const address = (text) => {
    const url = new URL(text, location.href);
    if (!root.dataset.chosen && own) url.searchParams.set("tz", own);
    return url;
  };
  form.action = address(form.action);

  let asked = 0, timer = 0;
  async function show() {
    const url = address(form.dataset.echo), typed = new FormData(form), mine = ++asked;
    for (const name of ["when", "repeat", "weeks", "rrule", "group"]) url.searchParams.set(name, typed.get(name) || "");
    const answer = await fetch(url);
    if (answer.ok && mine === asked) echo.innerHTML = await answer.text(); // our own escaped HTML
  }

  const file = document.getElementById("file");
  if (file) file.addEventListener("change", () => file.value && form.requestSubmit(form.elements.fill));

  const echoed = () => { if (form.elements.when.value && !document.querySelector(".errors")) show().catch(() => {}); };
  form.addEventListener("restored", echoed);
  echoed();
  form.addEventListener("input", (event) => {
    if (!["when", "repeat", "weeks", "group"].includes(event.target.name)) return;
    clearTimeout(timer);
    timer = setTimeout(() => show().catch(() => {}), 300);
  });
})();
