// What was said, as the desk tells it: in the order of its numbers, each once.

import { compare } from "./ids.js";

export class Talk {
  /** `changed()` is called whenever anything shown may differ; `fresh(list)` with what an agent has newly said. */
  constructor({ changed, fresh }) {
    this.changed = changed;
    this.fresh = fresh;
    this.messages = [];
    this.byId = new Map();
    this.clients = new Set();
    this.deskRead = "";
    this.more = false;
    this.asking = false;
    this.begun = false;
    this.notes = [];
    this.origin = "0";
  }

  /** The newest number, "0" before the first: from there on the desk tells after a reconnection. */
  get last() {
    return this.messages.length ? this.messages[this.messages.length - 1].id : "0";
  }

  /** The oldest number of this visit that is here, "" where none is. */
  get first() {
    return this.messages.find((message) => compare(message.id, this.origin) > 0)?.id ?? "";
  }

  /** The newest number of an agent's word, "" where there is none. */
  get lastOfAgent() {
    for (let place = this.messages.length - 1; place >= 0; place -= 1) {
      if (this.messages[place].side !== "in") return this.messages[place].id;
    }
    return "";
  }

  /** Take a `messages` frame. */
  take(frame) {
    const list = Array.isArray(frame.list) ? frame.list.filter(whole) : [];
    const fresh = list.filter((message) => this.put(message) && this.begun && !frame.older && message.side === "out");
    if (frame.older || !this.begun) this.more = Boolean(frame.more);
    if (frame.older) this.asking = false;
    this.begun = true;
    if (fresh.length) this.fresh(fresh);
    this.changed();
  }

  /** Put a message in its place; returns whether it is new. */
  put(message) {
    const known = this.byId.has(message.id);
    this.byId.set(message.id, message);
    if (message.client) this.clients.add(message.client);
    const place = this.placeOf(message.id);
    this.messages.splice(place, known ? 1 : 0, message);
    return !known;
  }

  placeOf(id) {
    let low = 0;
    let high = this.messages.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (compare(this.messages[middle].id, id) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  recall(ids) {
    for (const id of ids) {
      const message = this.byId.get(id);
      if (message && message.state !== "recalled") this.put({ ...message, state: "recalled", text: "", card: null });
    }
    this.changed();
  }

  readByDesk(upto) {
    if (!upto || (this.deskRead && compare(upto, this.deskRead) <= 0)) return;
    this.deskRead = upto;
    this.changed();
  }

  /** Whether the desk has read one of the buyer's own words. */
  isRead(message) {
    return this.deskRead !== "" && compare(message.id, this.deskRead) <= 0;
  }

  /** A line of the page's own, as "a new conversation has begun": it stands after what is there now. */
  note(key) {
    if (this.notes.length && this.notes[this.notes.length - 1].after === this.last) this.notes.pop();
    this.notes.push({ key, after: this.last });
    this.changed();
  }

  /** Another visit begins: what was said stays on screen, and nothing older is asked for any more. */
  startAnew() {
    this.note("newVisit");
    this.more = false;
    this.begun = false;
    this.deskRead = "";
    this.origin = this.last;
  }
}

function whole(message) {
  return message !== null && typeof message === "object" && typeof message.id === "string" && /^\d+$/.test(message.id);
}
