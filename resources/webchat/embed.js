// The page inside a bubble of a shop's own page: it tells the number of unread words, and hears whether it is open.

const embedded = new URLSearchParams(location.search).has("bubble") && window.parent !== window;
let host = "";
let shown = !embedded;

/** Begin; `turned()` is called when the bubble was opened or closed. */
export function begin(turned) {
  if (!embedded) return;
  document.body.classList.add("bubble");
  window.addEventListener("message", (event) => {
    if (event.source !== window.parent || typeof event.data !== "object" || event.data === null) return;
    if (event.data.ticketdesk !== "bubble") return;
    host = event.origin;
    shown = event.data.open === true;
    turned();
  });
}

/** Whether this page can be seen at all. */
export const inSight = () => shown && !document.hidden;

/** Tell the page around us; only the one that spoke to us first, by its origin. */
export function tellHost(facts) {
  if (embedded && host && host !== "null") window.parent.postMessage({ ticketdesk: "page", ...facts }, host);
}
