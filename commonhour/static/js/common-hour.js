// <common-hour group="metrics" theme="auto" compact></common-hour>: the agenda of a hub, as high as what it holds.
"use strict";
(() => {
  const hub = new URL(document.currentScript.src).origin;
  const passed = ["group", "space", "tag", "tz", "lang", "theme", "compact"];

  class CommonHour extends HTMLElement {
    static observedAttributes = passed;

    connectedCallback() {
      this.frame = document.createElement("iframe");
      this.frame.title = this.getAttribute("title") || "Meetings";
      this.frame.loading = "lazy";
      this.frame.setAttribute("sandbox", "allow-scripts allow-same-origin allow-popups allow-top-navigation-by-user-activation");
      Object.assign(this.frame.style, { border: "0", width: "100%", height: "24rem", display: "block", colorScheme: "normal" });
      this.heard = (event) => this.hear(event);
      addEventListener("message", this.heard);
      this.show();
      this.replaceChildren(this.frame);
    }

    disconnectedCallback() { removeEventListener("message", this.heard); }

    attributeChangedCallback() { if (this.frame) this.show(); }

    show() {
      const url = new URL("/embed/agenda/", hub);
      for (const name of passed) {
        const value = this.getAttribute(name);
        if (value !== null) url.searchParams.set(name, name === "compact" ? "1" : value);
      }
      this.frame.src = url;
    }

    hear({ source, origin, data }) {
      if (source !== this.frame.contentWindow || origin !== hub || data?.type !== "common-hour") return;
      if (Number.isFinite(data.height) && data.height > 0 && data.height < 20000) this.frame.style.height = `${data.height}px`;
    }
  }

  if (!customElements.get("common-hour")) customElements.define("common-hour", CommonHour);
})();
