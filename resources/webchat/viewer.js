// A picture large: fitted, in its own size after a press; Esc closes.

import { byId } from "./dom.js";
import { say } from "./words.js";

export class Viewer {
  constructor() {
    this.dialog = byId("viewer");
    this.image = byId("viewer-picture");
    this.sheet = byId("viewer-sheet");
    byId("viewer-close").addEventListener("click", () => this.dialog.close());
    this.sheet.addEventListener("click", (event) => this.pressed(event.target));
    this.sheet.addEventListener("keydown", (event) => event.key === "Enter" && this.pressed(this.image));
    this.dialog.addEventListener("close", () => this.image.removeAttribute("src"));
  }

  open(url, label) {
    this.dialog.setAttribute("aria-label", say("viewer"));
    byId("viewer-close").setAttribute("aria-label", say("close"));
    this.image.alt = label;
    this.image.src = url;
    this.sheet.classList.remove("full");
    this.dialog.showModal();
  }

  pressed(target) {
    if (target === this.image) this.sheet.classList.toggle("full");
    else this.dialog.close();
  }
}
