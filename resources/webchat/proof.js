// Proving an order: its number and the last four digits of the phone, before anything of it is shown.

import { make, show, tell } from "./dom.js";
import { checked, field } from "./field.js";
import { say } from "./words.js";

export function provingForm(prove) {
  const number = field("input", say("proveNumber"), { inputmode: "numeric", autocomplete: "off", maxlength: "40" });
  const digits = field("input", say("proveDigits"), { inputmode: "numeric", autocomplete: "off", maxlength: "4" });
  const button = make("button", { type: "submit", class: "plain", text: say("prove") });
  const said = make("p", { class: "why", role: "status", hidden: true });
  const form = make("form", { class: "proof", novalidate: true }, number.box, digits.box, said, button);
  const answer = (text) => {
    tell(said, text);
    show(said, text !== "");
    button.disabled = false;
  };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const order = number.input.value.replace(/\s/g, "");
    const last = digits.input.value.trim();
    const well = checked(
      [number, /^\d{4,40}$/.test(order), say("proveNumberBad")],
      [digits, /^\d{4}$/.test(last), say("proveDigitsBad")],
    );
    if (!well) return;
    button.disabled = true;
    tell(said, say("proving"));
    show(said, true);
    prove(order, last, answer);
  });
  return form;
}

/** The one question on its way and its answer. */
export class Proofs {
  constructor({ send }) {
    this.send = send;
    this.answer = null;
  }

  ask(order, digits, answer) {
    this.answer?.("");
    this.answer = answer;
    if (!this.send({ t: "prove", order, digits })) this.settle(say("proveCut"));
  }

  proven() {
    this.settle("");
  }

  notProven({ left, seconds }) {
    const minutes = Math.max(1, Math.ceil((Number(seconds) || 0) / 60));
    this.settle(left > 0 ? say("notProven", left) : say("proveWait", minutes));
  }

  cut() {
    this.settle(say("proveCut"));
  }

  settle(text) {
    this.answer?.(text);
    this.answer = null;
  }
}
