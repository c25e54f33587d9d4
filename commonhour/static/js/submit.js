// Sending in a meeting: what was understood follows what is typed, in the writer's own zone, and a draft outlives a reload.
// Nothing needs it: "Show what was understood" does the same.
"use strict";
(() => {
  const root = document.documentElement, form = document.querySelector("form[data-echo]"), echo = document.getElementById("echo");
  const store = (change) => { try { return change(localStorage); } catch { return null; /* private windows may refuse */ } };
  for (const sent of document.querySelectorAll("[data-draft-sent]")) store((kept) => kept.removeItem(`draft ${sent.dataset.draftSent}`));
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

  const draft = form.dataset.draft && `draft ${form.dataset.draft}`;
  const isEmpty = ![...form.elements].some((one) => one.matches("input[type=text], input[type=email], input[type=url], textarea") && one.value);
  function keep() {
    const typed = [...new FormData(form)].filter(([, value]) => typeof value === "string");
    store((kept) => kept.setItem(draft, JSON.stringify(Object.fromEntries(typed))));
  }
  function restore() {
    const typed = JSON.parse(store((kept) => kept.getItem(draft)) || "null");
    for (const [name, value] of Object.entries(typed || {})) {
      const field = form.elements[name];
      if (field) field.value = value; // of radio buttons too
    }
  }
  if (draft && isEmpty) restore();
  if (form.elements.when.value && !document.querySelector(".errors")) show().catch(() => {});
  form.addEventListener("input", (event) => {
    if (draft) keep();
    if (!["when", "repeat", "weeks", "group"].includes(event.target.name)) return;
    clearTimeout(timer);
    timer = setTimeout(() => show().catch(() => {}), 300);
  });
})();
