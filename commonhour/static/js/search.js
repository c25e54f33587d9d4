// Results while one types, and arrows that walk through them. Nothing needs it.
"use strict";
(() => {
  const form = document.querySelector("form[data-search]"), field = form.querySelector("#q"), said = document.getElementById("search-said");
  let timer = 0, asked = 0;

  function address() {
    const url = new URL(location.href);
    url.search = new URLSearchParams([...new FormData(form)].filter(([, value]) => value.trim()));
    return url;
  }

  async function show() {
    const mine = ++asked, url = address();
    const answer = await fetch(url).catch(() => null);
    if (mine !== asked || !answer || !answer.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (mine !== asked) return;
    for (const part of ["#results", ".foot"]) document.querySelector(part).replaceWith(page.querySelector(part));
    document.title = page.title;
    history.replaceState(null, "", url);
    said.textContent = document.querySelector("#results .count")?.firstChild.textContent ?? "";
  }

  field.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(show, 200); });
  document.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const stops = [field, ...document.querySelectorAll("#results .found > li > a, #results .found h2 > a")];
    const at = stops.indexOf(document.activeElement);
    const next = step && at >= 0 ? stops[at + step] : null;
    if (next) { event.preventDefault(); next.focus(); }
  });
})();
