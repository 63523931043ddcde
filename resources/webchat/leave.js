// The form for a message while the shop is closed: how to reach the buyer, and the question.

import { make } from "./dom.js";
import { checked, field } from "./field.js";
import { read, write } from "./keep.js";
import { say } from "./words.js";

/** `leave(contact, text)` is called with both; `state` is "asked", "sent" or "done"; `more()` asks for a fresh form. */
export function leaveCard({ state, leave, more }) {
  const heading = make("h2", { class: "heading", text: say("leave") });
  if (state === "done") {
    const again = make("button", { type: "button", class: "plain", text: say("leaveMore"), onclick: more });
    return make("section", { class: "panel left" }, heading, make("p", { class: "done", role: "status", text: say("left") }), again);
  }
  const contact = field("input", say("contact"), { maxlength: "120", autocomplete: "email", dir: "auto" });
  const question = field("textarea", say("question"), { rows: "3", maxlength: "4000", dir: "auto" });
  contact.input.value = read("contact");
  question.input.value = read("question");
  question.input.addEventListener("input", () => write("question", question.input.value));
  const button = make("button", { type: "submit", class: "plain", text: say(state === "sent" ? "leaving" : "leaveButton") });
  button.disabled = state === "sent";
  const help = make("p", { class: "help", text: say("leaveHelp") });
  const form = make("form", { class: "panel left", novalidate: true }, heading, help, contact.box, question.box, button);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const where = contact.input.value.trim();
    const text = question.input.value.trim();
    if (!checked([contact, reaches(where), say("contactBad")], [question, text !== "", say("questionBad")])) return;
    write("contact", where);
    write("question", "");
    leave(where, text);
  });
  return form;
}

/** Whether somebody could be reached by it: a number of at least seven digits, or an address. */
const reaches = (where) => /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(where) || where.replace(/\D/g, "").length >= 7;
