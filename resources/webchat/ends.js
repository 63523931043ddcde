// What stands below the talk: the rating that is asked for, and the form for messages while the shop is closed.

import { byId } from "./dom.js";
import { leaveCard } from "./leave.js";
import { ratingCard } from "./rating.js";
import { language } from "./words.js";

export class Ends {
  constructor({ rate, leave }) {
    this.rate = rate;
    this.leave = leave;
    this.element = byId("ends");
    this.sign = "";
    this.rating = "none";
    this.sender = "";
    this.leaving = "";
  }

  asked(sender) {
    this.rating = "asked";
    this.sender = sender;
  }

  rated() {
    if (this.rating !== "none") this.rating = "done";
  }

  /** `open` is the shop's, `outbox` tells what is on its way. */
  render(open, outbox) {
    if (this.rating === "asked" && outbox.of("rate").length) this.rating = "sent";
    const leaving = open ? "none" : this.leaveState(outbox);
    const sign = `${language()}|${this.rating}|${this.sender}|${leaving}`;
    if (sign === this.sign) return;
    this.sign = sign;
    this.element.replaceChildren(...this.cards(leaving));
  }

  leaveState(outbox) {
    if (!this.leaving) return "asked";
    const item = outbox.items.get(this.leaving);
    return item && item.state !== "kept" ? "sent" : "done";
  }

  cards(leaving) {
    const cards = [];
    if (this.rating !== "none") cards.push(ratingCard({ sender: this.sender, state: this.rating, rate: this.rate }));
    if (leaving !== "none") {
      const leave = (contact, text) => {
        this.leaving = this.leave(contact, text);
      };
      const more = () => {
        this.leaving = "";
        this.sign = "";
        this.element.dispatchEvent(new Event("again"));
      };
      cards.push(leaveCard({ state: leaving, leave, more }));
    }
    return cards;
  }
}
