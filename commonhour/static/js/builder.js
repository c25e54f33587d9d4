// The builder shows each choice at once, and its preview is as high as what it holds. Nothing needs it.
"use strict";
document.addEventListener("change", (event) => event.target.closest("form[data-live]")?.requestSubmit());
addEventListener("message", ({ source, origin, data }) => {
  const frame = document.querySelector("iframe.preview");
  if (source !== frame?.contentWindow || origin !== location.origin || data?.type !== "common-hour") return;
  if (Number.isFinite(data.height) && data.height > 0 && data.height < 20000) frame.style.height = `${data.height}px`;
});
