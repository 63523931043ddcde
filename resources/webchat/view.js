// The talk on screen: a window of at most some hundred lines over everything that was loaded, moved by scrolling.

import { apart } from "./dates.js";
import { byId, show, tell } from "./dom.js";
import { compare } from "./ids.js";
import { row } from "./row.js";
import { language, say } from "./words.js";

const MOST = 200;
const AT_FIRST = 80;
const STEP = 60;
const NEAR = 240;
const AT_END = 60;
const FORM_ROOM = 16;

export class View {
  /** `state()` gives what is to be shown; `ways` are handed to the lines; `older()` asks the desk; `moved()` is told. */
  constructor({ state, ways, older, moved }) {
    this.state = state;
    this.ways = ways;
    this.older = older;
    this.moved = moved;
    this.talk = byId("talk");
    this.rows = byId("rows");
    this.made = new Map();
    this.from = null;
    this.to = null;
    this.stuck = true;
    this.due = 0;
    this.talk.addEventListener("scroll", () => this.scrolled(), { passive: true });
    byId("latest").addEventListener("click", () => {
      this.toEnd();
      this.talk.focus({ preventScroll: true });
    });
    const resized = new ResizeObserver(() => this.stuck && this.down());
    resized.observe(this.talk);
    resized.observe(this.rows);
    resized.observe(byId("ends"));
  }

  render() {
    const { messages, pending, notes, mark, online, greeting } = this.state();
    const shown = this.window(messages);
    const entries = listed(shown, this.to === null ? pending : [], notes, { mark, online, messages, greeting });
    const held = this.stuck ? null : this.anchor();
    this.place(entries);
    if (this.stuck) this.down();
    else this.hold(held);
    this.offer();
    if (!this.stuck && this.talk.scrollTop < NEAR) this.due ||= setTimeout(() => this.waiting(), 0);
  }

  /** Somebody stands at the top already, and scrolls no more: go on for them. */
  waiting() {
    this.due = 0;
    if (!this.stuck && this.talk.scrollTop < NEAR) this.earlier();
  }

  /** The part of all messages that is shown. */
  window(messages) {
    let end = this.to === null ? messages.length : indexOf(messages, this.to) + 1;
    let start = this.from === null ? Math.max(0, end - AT_FIRST) : Math.max(0, indexOf(messages, this.from));
    if (end - start > MOST && this.stuck && this.to === null) start = end - AT_FIRST;
    if (end - start > MOST) end = start + MOST;
    this.from = this.stuck && this.to === null && end - start <= AT_FIRST ? null : messages[start]?.id ?? null;
    this.to = end < messages.length ? messages[end - 1].id : null;
    return messages.slice(start, end);
  }

  place(entries) {
    const made = new Map();
    let before = null;
    for (const entry of entries) {
      const sign = `${language()}|${entry.sign}`;
      const known = this.made.get(entry.key);
      const element = known?.sign === sign ? known.element : row(entry, this.ways);
      made.set(entry.key, { sign, element });
      if (known && known.element !== element) known.element.replaceWith(element);
      const next = before === null ? this.rows.firstChild : before.nextSibling;
      if (next !== element) this.rows.insertBefore(element, next);
      before = element;
    }
    for (const [key, { element }] of this.made) if (made.get(key)?.element !== element) element.remove();
    this.made = made;
  }

  /** The first line in sight and where it stands, so that it can stay there. */
  anchor() {
    const top = this.talk.getBoundingClientRect().top;
    for (const [key, { element }] of this.made) {
      const box = element.getBoundingClientRect();
      if (box.bottom > top) return { key, at: box.top };
    }
    return null;
  }

  hold(held) {
    const element = held && this.made.get(held.key)?.element;
    if (element) this.talk.scrollTop += element.getBoundingClientRect().top - held.at;
  }

  down() {
    this.talk.scrollTop = this.end();
  }

  /** Where the talk is scrolled to at its end: forms below it begin at the top where they are higher than the room. */
  end() {
    const most = this.talk.scrollHeight - this.talk.clientHeight;
    const forms = byId("ends");
    return forms.childElementCount ? Math.max(0, Math.min(most, forms.offsetTop - this.talk.offsetTop - FORM_ROOM)) : most;
  }

  toEnd() {
    this.from = null;
    this.to = null;
    this.stuck = true;
    this.render();
    this.moved();
  }

  scrolled() {
    const below = this.talk.scrollHeight - this.talk.scrollTop - this.talk.clientHeight;
    const stuck = this.talk.scrollTop > this.end() - AT_END && this.to === null;
    if (stuck !== this.stuck) {
      this.stuck = stuck;
      this.offer();
    }
    if (stuck) this.moved();
    if (this.talk.scrollTop < NEAR) this.earlier();
    else if (below < NEAR && this.to !== null) this.further();
  }

  earlier() {
    const { messages } = this.state();
    const start = this.from === null ? Math.max(0, messages.length - AT_FIRST) : indexOf(messages, this.from);
    if (start <= 0) return this.older();
    if (this.stuck) return undefined;
    const first = Math.max(0, start - STEP);
    this.from = messages[first].id;
    return this.render();
  }

  further() {
    const { messages } = this.state();
    const end = Math.min(messages.length, indexOf(messages, this.to) + 1 + STEP);
    this.from = messages[Math.max(0, end - MOST)].id;
    this.to = end < messages.length ? messages[end - 1].id : null;
    this.render();
  }

  offer() {
    const { unseen } = this.state();
    show(byId("latest"), !this.stuck);
    tell(byId("latest-words"), unseen > 0 ? say("fresh", unseen) : say("latest"));
  }
}

function indexOf(messages, id) {
  let low = 0;
  let high = messages.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (compare(messages[middle].id, id) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The lines of a window: moments between what lies apart, notes of the page, messages, and what is not kept yet. */
function listed(shown, pending, notes, { mark, online, messages, greeting }) {
  const entries = [];
  let before = null;
  let speaker = "";
  for (const message of shown) {
    if (apart(before, message.at)) {
      entries.push({ type: "date", key: `d${message.id}`, sign: dateSign(message.at), at: message.at });
      speaker = "";
    }
    before = message.at;
    entries.push(entryOf(message, speaker, mark));
    speaker = message.state === "recalled" ? "" : `${message.side}|${message.sender}`;
    notes.filter((note) => note.after === message.id).forEach((note) => entries.push(noteOf(note)));
  }
  if (!messages.length && !pending.length && greeting) entries.push(noteOf({ key: "empty", after: "" }));
  if (!messages.length) notes.forEach((note) => entries.push(noteOf(note)));
  thin(entries);
  for (const item of pending) {
    entries.push({ type: "pending", key: item.id, item, online, sign: `p|${item.state}|${item.why}|${online}` });
  }
  return entries;
}

function entryOf(message, speaker, mark) {
  const head = speaker !== `${message.side}|${message.sender}`;
  const state = message.side === "in" && message.state !== "recalled" ? mark(message) : "";
  const sign = `${message.state}|${head}|${state}|${message.text}|${JSON.stringify(message.card ?? null)}`;
  return { type: "message", key: message.client || message.id, message, head, mark: state, sign };
}

/** Of own words one after the other in the same state only the last one says so. */
function thin(entries) {
  entries.forEach((entry, place) => {
    const next = entries[place + 1];
    if (!entry.mark || !next || next.type !== "message" || next.mark !== entry.mark) return;
    entry.mark = "";
    entry.sign += "|thin";
  });
}

const noteOf = (note) => ({ type: "note", key: `n${note.key}${note.after}`, note: note.key, sign: note.key });

/** A moment's words change with the day. */
const dateSign = (at) => `${at}|${new Date().toDateString()}`;
