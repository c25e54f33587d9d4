// A form that nobody has an account for keeps what is typed in this browser until it is sent: a reload loses nothing.
"use strict";
(() => {
  const store = (change) => { try { return change(localStorage); } catch { return null; /* private windows may refuse */ } };
  for (const sent of document.querySelectorAll("[data-draft-sent]")) store((kept) => kept.removeItem(`draft ${sent.dataset.draftSent}`));
  const form = document.querySelector("form[data-draft]");
  if (!form) return;
  const draft = `draft ${form.dataset.draft}`;
  const isEmpty = ![...form.elements].some((one) => one.matches("input[type=text], input[type=email], input[type=url], textarea") && one.value);
  function keep() {
    const typed = [...new FormData(form)].filter(([, value]) => typeof value === "string");
    store((kept) => kept.setItem(draft, JSON.stringify(Object.fromEntries(typed))));
  }
  function restore() {
    const typed = JSON.parse(store((kept) => kept.getItem(draft)) || "null");
    if (!typed) return;
    for (const box of form.querySelectorAll("input[type=checkbox]")) box.checked = box.name in typed;
    for (const [name, value] of Object.entries(typed)) {
      const field = form.elements[name];
      if (field && field.type !== "checkbox") field.value = value; // of radio buttons too
    }
    form.dispatchEvent(new CustomEvent("restored", { detail: typed }));
  }
  form.addEventListener("input", keep);
  form.addEventListener("keep", keep);
  if (isEmpty) addEventListener("DOMContentLoaded", restore); // once the form's own script listens
})();
