// Passkeys: asks the browser for one and sends its answer as a form. Where there are none, nothing of them is shown.
"use strict";
(() => {
  // A browser ties a passkey to a name: an address of numbers has none.
  const isPossible = window.PublicKeyCredential && window.isSecureContext && !/^[\d.]+$|^\[/.test(location.hostname);
  const bytes = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (one) => one.charCodeAt(0));
  const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
  const known = (list) => (list || []).map((one) => ({ ...one, id: bytes(one.id) }));

  function made(asked) {
    const { challenge, user, excludeCredentials } = asked.publicKey;
    return navigator.credentials.create({ publicKey: {
      ...asked.publicKey, challenge: bytes(challenge), user: { ...user, id: bytes(user.id) }, excludeCredentials: known(excludeCredentials),
    } });
  }

  function found(asked) {
    const { challenge, allowCredentials } = asked.publicKey;
    return navigator.credentials.get({ publicKey: { ...asked.publicKey, challenge: bytes(challenge), allowCredentials: known(allowCredentials) } });
  }

  function told(credential) {
    const response = { transports: credential.response.getTransports?.() };
    for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
      if (credential.response[name]) response[name] = text(credential.response[name]);
    }
    return JSON.stringify({
      type: credential.type, id: credential.id, rawId: text(credential.rawId), response,
      authenticatorAttachment: credential.authenticatorAttachment, clientExtensionResults: credential.getClientExtensionResults(),
    });
  }

  for (const form of document.querySelectorAll("form[data-passkey]")) {
    const without = document.getElementById("no-passkeys"), failed = form.querySelector("[role=alert]");
    form.hidden = !isPossible;
    if (without) without.hidden = isPossible;
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      failed.hidden = true;
      try {
        const { options } = form.dataset;
        const answer = options ? null : await fetch(form.getAttribute("action"), { headers: { Accept: "application/json" } });
        form.elements.credential.value = told(await (options ? made(JSON.parse(options)) : found(await answer.json())));
        form.submit();
      } catch { failed.hidden = false; } // cancelled, timed out, or refused by the device: the page stays as it is
    });
  }
})();
