// Notes are saved while they are typed, and what is read in them stands beside. Nothing needs it; the buttons do the same.
"use strict";
(() => {
  const form = document.querySelector("form[data-notes]");
  if (!form) return;
  const { text, base, unanswered } = form.elements, words = form.dataset, draft = `draft notes ${words.notes}`;
  const status = document.getElementById("saved"), read = document.getElementById("read");
  const store = (change) => { try { return change(localStorage); } catch { return null; /* private windows may refuse */ } };
  const FACTS = ["recording", "slides", "is_nameless"];
  let timer = 0, looking = 0, asked = 0, isSending = false, isWaiting = false;

  function say(sentence, isWrong) {
    status.textContent = sentence;
    status.classList.toggle("error", Boolean(isWrong));
  }
  // The text goes with the one it was made from, so that a later save merges it whatever others wrote meanwhile.
  const keep = () => store((kept) => kept.setItem(draft, JSON.stringify({ text: text.value, base: base.value, unanswered: unanswered.value })));
  const forget = () => store((kept) => kept.removeItem(draft));
  function restore() {
    const typed = JSON.parse(store((kept) => kept.getItem(draft)) || "null");
    if (!typed || typed.text === text.value || words.saved !== undefined) return forget();
    if (document.querySelector(".errors")) return; // the page has it already
    [text.value, base.value, unanswered.value] = [typed.text, typed.base, typed.unanswered || ""];
    say(words.back);
    look();
  }

  async function save() {
    if (isSending) { isWaiting = true; return; }
    isSending = true;
    // What got no answer may have arrived: it goes once more as it was, and what was typed since after it, made from it.
    const body = new FormData(form), sent = unanswered.value || text.value;
    body.set("to", "draft");
    body.set("text", sent);
    unanswered.value = sent;
    keep();
    try {
      const answer = await fetch(form.action, { method: "POST", body, headers: { Accept: "application/json" }, credentials: "same-origin" });
      const said = await answer.json();
      unanswered.value = "";
      if (answer.ok) isWaiting = took(said, sent, body) || isWaiting;
      else refused(said);
    } catch {
      say(words.offline, true);
    }
    isSending = false;
    if (isWaiting) { isWaiting = false; save(); }
  }
  function took(said, sent, body) { // true when a later text is to be sent, as this one went for the second time
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
      return body.get("unanswered") !== "";
    }
    return false;
  }
  function refused(said) {
    keep();
    say(`${words.failed} ${said.said}`, true);
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
