// Inside an embed: the reader's own zone, unless the page chose one, and the height told to the page round it.
"use strict";
(() => {
  const root = document.documentElement;

  async function inOwnZone() {
    const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
    if (root.dataset.chosen || !own || own === root.dataset.zone) return;
    const url = new URL(location.href);
    url.searchParams.set("tz", own);
    const answer = await fetch(url);
    if (!answer.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    document.querySelector("main").replaceWith(page.querySelector("main"));
    root.dataset.zone = page.documentElement.dataset.zone;
  }

  // A height is no secret, but it is nobody else's business either.
  const around = document.referrer ? new URL(document.referrer).origin : "*";
  const tell = () => parent.postMessage({ type: "common-hour", height: Math.ceil(document.body.getBoundingClientRect().height) }, around);
  if (parent !== window) new ResizeObserver(tell).observe(document.body);
  inOwnZone().catch(() => {});
})();
