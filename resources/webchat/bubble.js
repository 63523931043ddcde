// One line embeds the shop's chat in the shop's own page: <script src="http://…/bubble.js" async></script>
// It adds a button and, once it was pressed, the buyer's page in a frame. Its only global is TicketDeskBubble.

(() => {
  "use strict";
  if (window.TicketDeskBubble) return;
  const script = document.currentScript;
  const desk = new URL(script.src).origin;
  const zh = (navigator.language || "zh").toLowerCase().startsWith("zh");
  const words = zh ? { open: "联系客服", shut: "收起客服对话", fresh: "条未读消息" } : { open: "Chat with us", shut: "Close the chat", fresh: "unread messages" };
  const KNOWN = "ticketdesk.bubble";
  const NARROW = "(max-width: 480px), (max-height: 640px)";
  const state = { open: false, unread: 0, frame: null };

  const host = document.createElement("div");
  const root = host.attachShadow({ mode: "closed" });
  const button = document.createElement("button");
  const badge = document.createElement("span");

  function style(element, rules) {
    for (const [name, value] of Object.entries(rules)) element.style.setProperty(name, value);
  }

  function build() {
    style(host, { all: "initial", position: "fixed", right: "20px", bottom: "20px", "z-index": "2147483000" });
    button.type = "button";
    style(button, {
      width: "56px", height: "56px", "border-radius": "28px", border: "0", padding: "0", cursor: "pointer", position: "relative",
      background: "#1668f5", color: "#ffffff", "box-shadow": "0 10px 30px rgba(12, 21, 38, 0.25)",
    });
    style(badge, {
      position: "absolute", right: "-2px", top: "-2px", "min-width": "20px", height: "20px", "box-sizing": "border-box",
      padding: "0 5px", "border-radius": "10px", background: "#c2272a", color: "#ffffff", font: "600 12px/20px sans-serif", display: "none",
    });
    button.append(drawing(), badge);
    button.addEventListener("click", () => turn(!state.open));
    button.addEventListener("focus", () => button.matches(":focus-visible") && style(button, { outline: "3px solid #1d2330", "outline-offset": "2px" }));
    button.addEventListener("blur", () => style(button, { outline: "none" }));
    root.append(button);
    document.body.append(host);
    window.addEventListener("message", hear);
    window.matchMedia(NARROW).addEventListener("change", lay);
    show();
    if (known()) load();
  }

  function drawing() {
    const SVG = "http://www.w3.org/2000/svg";
    const svg = document.createElementNS(SVG, "svg");
    const facts = { viewBox: "0 0 24 24", width: "26", height: "26", fill: "none", stroke: "currentColor", "stroke-width": "2", "stroke-linecap": "round", "stroke-linejoin": "round", "aria-hidden": "true" };
    for (const [name, value] of Object.entries(facts)) svg.setAttribute(name, value);
    const path = document.createElementNS(SVG, "path");
    path.setAttribute("d", "M21 15a2 2 0 0 1-2 2H7l-4 4V5a2 2 0 0 1 2-2h14a2 2 0 0 1 2 2zM13 8H7M17 12H7");
    svg.append(path);
    style(svg, { display: "block", margin: "auto" });
    return svg;
  }

  /** The frame is made when somebody wants it: a mere visitor of the shop's page opens no line to the desk. */
  function load() {
    if (state.frame) return;
    const frame = document.createElement("iframe");
    frame.title = words.open;
    frame.src = `${desk}/?bubble=1`;
    frame.allow = "clipboard-write";
    frame.addEventListener("load", tell);
    state.frame = frame;
    lay();
    root.insertBefore(frame, button);
  }

  function lay() {
    if (!state.frame) return;
    const narrow = window.matchMedia(NARROW).matches;
    style(state.frame, {
      position: "fixed", border: "0", background: "transparent", "color-scheme": "normal", display: state.open ? "block" : "none",
      right: narrow ? "0" : "20px", bottom: narrow ? "0" : "88px", width: narrow ? "100%" : "380px", height: narrow ? "100%" : "600px",
      "max-height": narrow ? "none" : "calc(100vh - 108px)", "border-radius": narrow ? "0" : "14px", "box-shadow": "0 10px 30px rgba(12, 21, 38, 0.25)",
    });
    style(button, { display: narrow && state.open ? "none" : "block" });
  }

  function turn(open) {
    state.open = open;
    if (open) {
      remember();
      load();
    }
    lay();
    show();
    tell();
    if (open) state.frame.focus();
    else button.focus();
  }

  function show() {
    const fresh = !state.open && state.unread > 0;
    badge.textContent = state.unread > 99 ? "99+" : String(state.unread);
    style(badge, { display: fresh ? "block" : "none" });
    button.setAttribute("aria-expanded", String(state.open));
    const label = state.open ? words.shut : words.open;
    button.setAttribute("aria-label", fresh ? `${label} (${state.unread} ${words.fresh})` : label);
  }

  /** Only the desk's own page in our own frame is told, and heard. */
  function tell() {
    state.frame?.contentWindow?.postMessage({ ticketdesk: "bubble", open: state.open }, desk);
  }

  function hear(event) {
    if (event.origin !== desk || !state.frame || event.source !== state.frame.contentWindow) return;
    const { data } = event;
    if (typeof data !== "object" || data === null || data.ticketdesk !== "page") return;
    if (Number.isSafeInteger(data.unread) && data.unread >= 0) state.unread = data.unread;
    if (data.close === true && state.open) turn(false);
    show();
  }

  function known() {
    try {
      return localStorage.getItem(KNOWN) === "1";
    } catch {
      return false;
    }
  }

  function remember() {
    try {
      localStorage.setItem(KNOWN, "1");
    } catch {
      // Where nothing may be stored, the badge comes once the bubble was opened in this visit.
    }
  }

  window.TicketDeskBubble = Object.freeze({ open: () => turn(true), close: () => turn(false) });
  if (document.body) build();
  else document.addEventListener("DOMContentLoaded", build, { once: true });
})();
