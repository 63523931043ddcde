// A labelled field of a form and what is wrong with it, for the eye and for readers.

import { make, show, tell } from "./dom.js";
import { newId } from "./ids.js";

/** `{box, input, complain(text)}`; the label is said to readers, the placeholder shows it to the eye. */
export function field(tag, label, facts = {}) {
  const id = `f${newId()}`;
  const input = make(tag, { id, class: "field", placeholder: label, "aria-describedby": `${id}-why`, ...facts });
  const why = make("p", { class: "why", id: `${id}-why`, role: "alert", hidden: true });
  const box = make("div", { class: "labelled" }, make("label", { class: "unseen", for: id, text: label }), input, why);
  const complain = (text) => {
    tell(why, text);
    show(why, text !== "");
    if (text) input.setAttribute("aria-invalid", "true");
    else input.removeAttribute("aria-invalid");
  };
  input.addEventListener("input", () => complain(""));
  return { box, input, complain };
}

/** Complain where a check fails and put the cursor into the first such field; returns whether all is well. */
export function checked(...pairs) {
  const wrong = pairs.filter(([part, well, words]) => {
    part.complain(well ? "" : words);
    return !well;
  });
  wrong[0]?.[0].input.focus();
  return wrong.length === 0;
}
