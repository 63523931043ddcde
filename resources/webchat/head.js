// The head: whose shop it is, whether somebody is there, the language.

import { byId, letter, show, tell } from "./dom.js";
import { read, write } from "./keep.js";
import { say } from "./words.js";

export class Head {
  constructor() {
    this.shop = remembered();
    this.status = { open: true, online: true, hours: "", minutes: 0 };
  }

  welcome(frame) {
    this.shop = { name: String(frame.shop?.name ?? ""), mark: String(frame.shop?.mark ?? "") };
    write("shop", JSON.stringify(this.shop));
    this.status = { ...this.status, minutes: Number(frame.minutes) || 0 };
    this.took(frame);
  }

  took({ open, online, hours }) {
    this.status = { ...this.status, open: Boolean(open), online: Boolean(online), hours: String(hours ?? "") };
  }

  /** `state` is the wire's, `unread` how many words nobody has looked at yet. */
  render(state, unread) {
    const name = this.shop.name || say("title");
    tell(byId("name"), name);
    tell(byId("mark"), Array.from(this.shop.mark)[0] ?? letter(name));
    tell(byId("line"), this.line(state));
    document.title = unread > 0 ? `(${unread}) ${name}` : name;
    const language = byId("language");
    tell(language, say("switch"));
    language.setAttribute("aria-label", say("switchTo"));
    language.setAttribute("lang", say("switchLang"));
    show(byId("shut"), document.body.classList.contains("bubble"));
    byId("shut").setAttribute("aria-label", say("minimise"));
  }

  line(state) {
    const { open, online, hours, minutes } = this.status;
    if (state === "connecting") return say("connecting");
    if (state === "cut") return navigator.onLine === false ? say("offline") : say("cut");
    if (!open) return hours ? say("shutHours", hours) : say("shut");
    if (!online) return say("away");
    return minutes > 0 ? say("usual", minutes) : say("online");
  }
}

function remembered() {
  try {
    const { name, mark } = JSON.parse(read("shop"));
    return { name: String(name ?? ""), mark: String(mark ?? "") };
  } catch {
    return { name: "", mark: "" };
  }
}
