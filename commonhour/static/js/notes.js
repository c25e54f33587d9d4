// Notes are saved while they are typed, and what is read in them stands beside. Nothing needs it; the buttons do the same.
"use strict";
(() => {
  const form = document.querySelector("form[data-notes]");
  if (!form) return;
  const { text, base, sent: unanswered } = form.elements, words = form.dataset, draft = `draft notes ${words.notes}`;
  const status = document.getElementById("saved"), read = document.getElementById("read");
  const store = (change) => { try { return change(localStorage); } catch { return null; /* private windows may refuse */ } };
  const FACTS = ["recording", "slides", "is_nameless"];
  let timer = 0, looking = 0, asked = 0, isSending = false, isWaiting = false;

  function say(sentence, isWrong) {
    status.textContent = sentence;
    status.classList.toggle("error", Boolean(isWrong));
  }
  // The text goes with the one it was made from, so that a later save merges it whatever others wrote meanwhile.
  const keep = () => store((kept) => kept.setItem(draft, JSON.stringify({ text: text.value, base: base.value })));
  const forget = () => store((kept) => kept.removeItem(draft));
  function restore() {
    const typed = JSON.parse(store((kept) => kept.getItem(draft)) || "null");
    if (!typed || typed.text === text.value || words.saved !== undefined) return forget();
    if (document.querySelector(".errors")) return; // the page has it already
    [text.value, base.value] = [typed.text, typed.base];
    say(words.back);
    look();
  }

  async function save() {
    if (isSending) { isWaiting = true; return; }
    isSending = true;
    const sent = text.value, body = new FormData(form);
    body.set("to", "draft");
    unanswered.value = sent; // until the hub says that it has it: the next save is made from that, should the answer be lost
    try {
      const answer = await fetch(form.action, { method: "POST", body, headers: { Accept: "application/json" }, credentials: "same-origin" });
      const said = await answer.json();
      unanswered.value = "";
      if (answer.ok) took(said, sent, body);
      else say(`${words.failed} ${said.said}`, true);
    } catch {
      say(words.offline, true);
    }
    isSending = false;
    if (isWaiting) { isWaiting = false; save(); }
  }
  function took(said, sent, body) {
    say(said.said);
    for (const name of FACTS) {
      const was = form.elements[name].type === "checkbox" ? (body.has(name) ? "True" : "False") : body.get(name);
      form.elements[`initial-${name}`].value = was; // as it was sent: what was changed since is a change still
    }
    if (text.value === sent) {
      put(said.text, sent);
      base.value = said.text;
      forget();
    } else { // typed on meanwhile: that was made from what was sent
      base.value = sent;
      keep();
    }
  }
  function put(whole, sent) {
    if (whole === sent) return;
    const { selectionStart: at, scrollTop } = text;
    const isBefore = whole.startsWith(sent.slice(0, at)), isBehind = whole.endsWith(sent.slice(at));
    text.value = whole;
    const place = isBefore || !isBehind ? at : whole.length - (sent.length - at);
    text.setSelectionRange(place, place);
    text.scrollTop = scrollTop;
    look();
  }
  async function look() {
    const mine = ++asked;
    const answer = await fetch(words.read, { method: "POST", body: new FormData(form), credentials: "same-origin" });
    if (answer.ok && !answer.redirected && mine === asked) read.innerHTML = await answer.text(); // our own escaped HTML
  }

  form.addEventListener("input", () => {
    keep();
    clearTimeout(looking);
    looking = setTimeout(() => look().catch(() => {}), 300);
    clearTimeout(timer);
    if (words.autosave !== undefined) timer = setTimeout(save, 1200);
    else say(words.kept);
  });
  form.addEventListener("submit", () => { clearTimeout(timer); keep(); });
  restore();
})();
