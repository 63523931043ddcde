// The line to the desk: one socket, made anew with growing patience whenever it breaks.

const PROTOCOL = "ticketdesk.webchat.1";
const FIRST_WAIT = 500;
const LONGEST_WAIT = 15000;
const QUIET = 20000;
const ANSWER = 8000;
const OPENING = 12000;
const WAITS = { cap: 15000, flood: 30000, version: 60000 };

/** `hello()` gives the first frame; `heard(frame)`, `bytes(buffer)` and `turned(state)` are told what happens. */
export class Wire {
  constructor({ hello, heard, bytes, turned }) {
    this.hello = hello;
    this.heard = heard;
    this.bytes = bytes;
    this.turned = turned;
    this.state = "connecting";
    this.tries = 0;
    this.least = 0;
    this.socket = null;
    this.timer = 0;
    this.watch = 0;
    window.addEventListener("online", () => this.hurry());
    document.addEventListener("visibilitychange", () => document.hidden || this.hurry());
    window.addEventListener("offline", () => this.socket && this.silent());
  }

  get online() {
    return this.state === "online";
  }

  open() {
    clearTimeout(this.timer);
    this.timer = 0;
    const scheme = location.protocol === "https:" ? "wss:" : "ws:";
    const socket = new WebSocket(`${scheme}//${location.host}/socket`, PROTOCOL);
    socket.binaryType = "arraybuffer";
    this.socket = socket;
    socket.onopen = () => socket === this.socket && socket.send(JSON.stringify(this.hello()));
    socket.onmessage = (event) => socket === this.socket && this.take(event.data);
    socket.onclose = () => socket === this.socket && this.lost();
    this.expect(OPENING);
  }

  /** Send a frame; false where there is no line now. */
  send(frame) {
    return this.online && this.push(JSON.stringify(frame));
  }

  sendBytes(bytes) {
    return this.online && this.push(bytes);
  }

  push(data) {
    if (this.socket.readyState !== WebSocket.OPEN) return false;
    this.socket.send(data);
    return true;
  }

  take(data) {
    this.expect(QUIET);
    if (typeof data !== "string") return this.bytes(data);
    const frame = parsed(data);
    if (frame === null || frame.t === "pong") return undefined;
    if (frame.t === "error") this.least = WAITS[frame.why] ?? 0;
    if (frame.t === "welcome") this.welcomed();
    return this.heard(frame);
  }

  welcomed() {
    this.tries = 0;
    this.least = 0;
    this.turn("online");
  }

  /** Be told within `ms` of something, else ask, else take the line as cut: a pulled cable says nothing. */
  expect(ms) {
    clearTimeout(this.watch);
    this.watch = setTimeout(() => this.doubt(), ms);
  }

  doubt() {
    if (!this.send({ t: "ping" })) return this.silent();
    this.watch = setTimeout(() => this.silent(), ANSWER);
    return undefined;
  }

  silent() {
    const socket = this.socket;
    this.lost();
    socket?.close();
  }

  lost() {
    clearTimeout(this.watch);
    clearTimeout(this.timer);
    this.socket = null;
    const wait = Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** this.tries) * (0.5 + Math.random() / 2);
    this.tries += 1;
    this.timer = setTimeout(() => this.open(), Math.max(wait, this.least));
    this.turn("cut");
  }

  /** Somebody looks, or the network is back: do not wait any longer. */
  hurry() {
    if (this.timer && this.least === 0) this.open();
  }

  /** Say hello once more: with another language, or as another visit. */
  again() {
    const socket = this.socket;
    this.socket = null;
    this.turn("connecting");
    this.open();
    socket?.close();
  }

  turn(state) {
    if (this.state === state) return;
    this.state = state;
    this.turned(state);
  }
}

function parsed(text) {
  try {
    const frame = JSON.parse(text);
    return frame && typeof frame.t === "string" ? frame : null;
  } catch {
    return null;
  }
}
