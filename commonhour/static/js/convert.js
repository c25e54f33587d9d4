// Drags the chosen hour of the converter up and down, and takes the page of what was chosen in place. Nothing needs it.
"use strict";
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
    document.querySelector("main").replaceWith(page.querySelector("main"));
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
