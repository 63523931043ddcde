// Where the buyer writes: quick buttons, pictures by button, paste and drop, emoji, Enter sends.

import { byId, make, show, tell } from "./dom.js";
import { fillEmoji } from "./emoji.js";
import { read, write } from "./keep.js";
import { kindOf, LARGEST, measured } from "./upload.js";
import { say } from "./words.js";

const MOST = 20000;
const FRAME = 64000;
const TALLEST = 120;
const STILL_TYPING = 3000;
const NO_LONGER = 4000;

export class Composer {
  /** `said(text)`, `shot(blob, size)` and `typing(on)` are told what the buyer does. */
  constructor({ said, shot, typing }) {
    Object.assign(this, { said, shot, typing });
    this.form = byId("composer");
    this.words = byId("words");
    this.panel = byId("emoji");
    this.typedAt = 0;
    this.timer = 0;
    this.quickKey = "";
    this.words.value = read("draft");
    this.listen();
    fillEmoji(this.panel, (sign) => this.insert(sign));
    this.grow();
  }

  listen() {
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.submit();
    });
    this.words.addEventListener("keydown", (event) => this.pressed(event));
    this.words.addEventListener("input", () => this.typed());
    this.words.addEventListener("paste", (event) => this.takeFiles(event.clipboardData?.files, event));
    byId("picture").addEventListener("click", () => byId("file").click());
    byId("file").addEventListener("change", () => this.chosen());
    byId("smile").addEventListener("click", () => this.unfold(this.panel.hidden));
    this.panel.addEventListener("keydown", (event) => event.key === "Escape" && this.unfold(false));
    document.addEventListener("dragover", (event) => event.preventDefault());
    document.addEventListener("drop", (event) => {
      event.preventDefault();
      if (!this.form.hidden) this.takeFiles(event.dataTransfer?.files);
    });
  }

  render(quick) {
    this.words.placeholder = say("input");
    const names = { words: "input", picture: "sendPicture", smile: "emoji", send: "send", emoji: "emoji", quick: "quick" };
    for (const [id, key] of Object.entries(names)) byId(id).setAttribute("aria-label", say(key));
    byId("picture").title = say("sendPicture");
    byId("smile").title = say("emoji");
    if (this.quickKey === JSON.stringify(quick)) return;
    this.quickKey = JSON.stringify(quick);
    const buttons = quick.map((text) => make("button", { type: "button", class: "chip", text, onclick: () => this.said(text) }));
    byId("quick").replaceChildren(...buttons);
    show(byId("quick"), buttons.length > 0);
  }

  /** Enter sends; Shift+Enter begins a line; a word still being composed is never sent. */
  pressed(event) {
    if (event.key === "Escape" && !this.panel.hidden) return this.unfold(false);
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return undefined;
    event.preventDefault();
    return this.submit();
  }

  typed() {
    write("draft", this.words.value);
    this.grow();
    this.hint("");
    const now = Date.now();
    if (this.words.value && now - this.typedAt > STILL_TYPING) {
      this.typedAt = now;
      this.typing(true);
    }
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.still(), NO_LONGER);
  }

  still() {
    clearTimeout(this.timer);
    if (this.typedAt === 0) return;
    this.typedAt = 0;
    this.typing(false);
  }

  submit() {
    const text = this.words.value.trim();
    if (!text) return;
    const long = Array.from(text).length;
    if (long > MOST || new TextEncoder().encode(JSON.stringify(text)).length > FRAME) {
      this.hint(say("tooLongHint", long, MOST));
      return;
    }
    this.words.value = "";
    write("draft", "");
    this.still();
    this.grow();
    this.hint("");
    this.said(text);
  }

  insert(sign) {
    const { selectionStart: from, selectionEnd: to, value } = this.words;
    this.words.value = value.slice(0, from) + sign + value.slice(to);
    this.words.setSelectionRange(from + sign.length, from + sign.length);
    this.typed();
  }

  unfold(wanted) {
    show(this.panel, wanted);
    byId("smile").setAttribute("aria-expanded", String(wanted));
    if (wanted) this.panel.querySelector("[tabindex='0']").focus();
    else this.words.focus();
  }

  chosen() {
    const input = byId("file");
    const files = [...input.files];
    input.value = "";
    this.takeFiles(files);
  }

  async takeFiles(files, event = null) {
    const list = [...(files ?? [])];
    if (list.length === 0) return;
    event?.preventDefault();
    this.hint("");
    for (const file of list) await this.take(file);
  }

  async take(file) {
    if (file.size > LARGEST) return this.hint(say("pictureLarge"));
    const type = await kindOf(file);
    const size = type && (await measured(new Blob([file], { type })));
    if (!size) return this.hint(say("pictureKinds"));
    return this.shot(new Blob([file], { type }), size);
  }

  hint(text) {
    tell(byId("hint"), text);
    show(byId("hint"), text !== "");
  }

  grow() {
    this.words.style.height = "auto";
    this.words.style.height = `${Math.min(TALLEST, this.words.scrollHeight)}px`;
  }
}
