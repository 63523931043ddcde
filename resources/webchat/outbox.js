// The buyer's words until the desk has kept them: stored, sent in order, sent again after every break of the line.

import { forgetBytes, keepBytes } from "./blobs.js";
import { newId } from "./ids.js";
import * as keep from "./keep.js";
import { Pace } from "./pace.js";

const LATER = new Set(["too_fast", "full", "wait"]);

/** An item's `state`: waiting, sent (told, not acknowledged), kept (acknowledged, not yet seen in the talk), failed. */
export class Outbox {
  /** `send(frame)` as the wire has it; `changed()` and `failed(item)` are told. */
  constructor({ send, changed }) {
    this.send = send;
    this.changed = changed;
    this.items = new Map();
    this.pace = new Pace();
    this.timer = 0;
    this.count = 0;
    this.load();
    keep.listen((name) => keep.isUnsent(name) && this.load());
  }

  /** Take over what is stored: from before a reload, or from another tab. */
  load() {
    const stored = keep.readUnsent();
    for (const item of stored) {
      if (!this.items.has(item.id)) this.items.set(item.id, { ...item, state: "waiting", why: "" });
    }
    const known = new Set(stored.map((item) => item.id));
    for (const [id, item] of this.items) {
      if (!known.has(id) && item.state === "waiting") this.items.delete(id);
    }
    this.changed();
  }

  /** What is not yet in the talk, in order. */
  get list() {
    return [...this.items.values()].sort((a, b) => a.n - b.n);
  }

  /** Keep something and send it as soon as it may go; returns its id. */
  add(facts) {
    this.count = (this.count + 1) % 1000;
    const item = { id: newId(), n: Date.now() + this.count / 1000, ...facts };
    this.items.set(item.id, { ...item, state: "waiting", why: "" });
    keep.writeUnsent(item);
    this.changed();
    this.flush();
    return item.id;
  }

  async addPicture(blob, size) {
    const id = newId();
    await keepBytes(id, blob);
    return this.add({ id, kind: "picture", size: blob.size, type: blob.type, ...size });
  }

  /** Send what waits, one after the other. */
  flush() {
    clearTimeout(this.timer);
    for (const item of this.list) {
      if (item.state !== "waiting" || (item.kind === "picture" && this.uploading(item))) continue;
      const wait = this.pace.take(Date.now());
      if (wait > 0) {
        this.timer = setTimeout(() => this.flush(), wait);
        break;
      }
      if (!this.send(frameOf(item))) break;
      this.set(item, "sent");
    }
  }

  uploading(own) {
    return this.list.some((item) => item !== own && item.kind === "picture" && item.state === "sent");
  }

  set(item, state, why = "") {
    item.state = state;
    item.why = why;
    this.changed();
  }

  /** The line is gone: what was told but not acknowledged is told again later. */
  cut() {
    for (const item of this.items.values()) if (item.state === "sent") this.set(item, "waiting");
  }

  kept(ids) {
    for (const id of ids) {
      const item = this.items.get(id);
      keep.forgetUnsent(id);
      if (item) this.set(item, "kept");
      if (item?.kind === "picture") forgetBytes(id);
    }
    this.flush();
  }

  /** It stands in the talk now. */
  seen(clients) {
    for (const item of this.list) {
      if (!clients.has(item.id)) continue;
      this.forget(item.id);
    }
  }

  /** The desk does not take it: later perhaps, else the buyer decides. */
  refused({ id, why, seconds }) {
    const item = this.items.get(id);
    if (LATER.has(why)) this.pace.hold(Date.now(), Number(seconds) || 0);
    if (item) this.set(item, LATER.has(why) ? "waiting" : "failed", why);
    this.flush();
  }

  fail(id, why) {
    const item = this.items.get(id);
    if (item) this.set(item, "failed", why);
  }

  retry(id) {
    const item = this.items.get(id);
    if (item) this.set(item, "waiting");
    this.flush();
  }

  forget(id) {
    const item = this.items.get(id);
    this.items.delete(id);
    keep.forgetUnsent(id);
    if (item?.kind === "picture") forgetBytes(id);
    this.changed();
  }

  of(kind) {
    return this.list.filter((item) => item.kind === kind);
  }
}

function frameOf(item) {
  if (item.kind === "picture") return { t: "picture", id: item.id, size: item.size };
  if (item.kind === "leave") return { t: "leave", id: item.id, contact: item.contact, text: item.text };
  if (item.kind === "rate") return { t: "rate", score: item.score, text: item.text, tags: item.tags };
  return { t: "say", id: item.id, text: item.text };
}
