// Proposing a talk: the device's zone is filled in, the deadline is told in it, and rows for speakers come and go without a new page. Nothing needs it.
"use strict";
(() => {
  const form = document.querySelector("form[data-cfp]");
  if (!form) return;
  const stored = () => { try { return localStorage.getItem("tz"); } catch { return null; } };
  const own = stored() || Intl.DateTimeFormat().resolvedOptions().timeZone, zone = form.elements.tzid;
  const ownZone = () => { if (zone && !zone.value) zone.value = own || ""; };
  const deadline = (url) => take("deadline", fetch(url)); // what was typed stays where it is
  if (own && !document.documentElement.dataset.chosen) {
    const url = new URL(form.action);
    url.searchParams.set("tz", own);
    form.action = url;
    if (document.getElementById("deadline") && own !== document.documentElement.dataset.zone) deadline(url).catch(() => {});
  }
  async function take(id, asked) {
    const fresh = new DOMParser().parseFromString(await (await asked).text(), "text/html").getElementById(id);
    if (fresh) document.getElementById(id).replaceWith(document.importNode(fresh, true)); // our own escaped HTML
  }
  async function rows(typed) {
    await take("speakers", fetch(form.action, { method: "POST", body: typed }));
    form.dispatchEvent(new Event("keep"));
  }
  form.addEventListener("click", (event) => {
    const { name, value } = event.target;
    if (name !== "add" && name !== "remove") return;
    event.preventDefault();
    const typed = new FormData(form);
    typed.set(name, value);
    rows(typed).then(() => {
      const left = document.querySelectorAll("#speakers input:not([type=hidden]), #speakers button");
      const next = name === "add" ? [...left].filter((one) => one.name.startsWith("name-")).pop() : [...left].pop();
      if (next) next.focus();
    }).catch(() => {});
  });
  form.addEventListener("restored", (event) => {
    ownZone();
    if (!Number(event.detail.speakers)) return;
    const typed = new FormData(form);
    for (const [name, value] of Object.entries(event.detail)) typed.set(name, value);
    typed.set("remove", "");
    rows(typed).catch(() => {});
  });
  addEventListener("DOMContentLoaded", ownZone);
})();
