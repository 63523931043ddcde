// Pictures and files of the conversation, fetched one after the other when they come into sight; the last ones stay.

import { unpacked } from "./ids.js";

const MOST = 60;
const SHOWN = new Set(["image/png", "image/jpeg", "image/gif", "image/webp"]);
const LARGEST = 64 * 1024 * 1024;

export class Downloads {
  /** `ask(id)` sends the question; returns false where there is no line. */
  constructor({ ask }) {
    this.ask = ask;
    this.urls = new Map();
    this.waiting = new Map();
    this.running = null;
  }

  /** The address of what was fetched under a name, "" where it is not there. */
  url(name) {
    return this.urls.get(name)?.url ?? "";
  }

  /** Keep a picture of this page's own under the id of its message. */
  own(name, blob) {
    if (!this.urls.has(name)) this.store(name, blob);
  }

  /** Ask for a file; `done(url)` is called once, with "" where it cannot be had. */
  want(id, done) {
    if (this.url(id)) return done(this.url(id));
    this.waiting.set(id, [...(this.waiting.get(id) ?? []), done]);
    return this.next();
  }

  next() {
    if (this.running !== null) return;
    const [id] = this.waiting.keys();
    if (id === undefined || !this.ask(id)) return;
    this.running = { id, parts: [], size: -1, held: 0, type: "" };
  }

  /** The desk tells what comes. */
  begins({ id, type, size }) {
    if (this.running?.id !== id) return;
    if (!(size >= 0 && size <= LARGEST)) this.finish("");
    else Object.assign(this.running, { size, type: String(type) });
    if (size === 0) this.finish("");
  }

  bytes(buffer) {
    const part = unpacked(buffer);
    const run = this.running;
    if (part === null || run === null || part.id !== run.id || part.offset !== run.held) return;
    run.parts.push(part.bytes);
    run.held += part.bytes.byteLength;
    if (run.held >= run.size) this.finish(this.store(run.id, new Blob(run.parts, { type: safe(run.type) })));
  }

  refused(id, why) {
    if (this.running?.id !== id) return false;
    if (why === "wait") this.later();
    else this.finish("");
    return true;
  }

  later() {
    this.running = null;
    setTimeout(() => this.next(), 1000);
  }

  finish(url) {
    const { id } = this.running;
    const done = this.waiting.get(id) ?? [];
    this.waiting.delete(id);
    this.running = null;
    done.forEach((each) => each(url));
    this.next();
  }

  /** The line is gone: ask again from the beginning when it is back. */
  cut() {
    this.running = null;
  }

  store(name, blob) {
    const url = URL.createObjectURL(blob);
    this.urls.set(name, { url });
    for (const [old, kept] of this.urls) {
      if (this.urls.size <= MOST) break;
      URL.revokeObjectURL(kept.url);
      this.urls.delete(old);
    }
    return url;
  }
}

const safe = (type) => (SHOWN.has(type) ? type : "application/octet-stream");
