// The card that asks for a rating: stars by keys and mouse, impressions, words.

import { icon, make, show, tell } from "./dom.js";
import { say } from "./words.js";

const MOST = 500;

/** `rate({score, tags, text})` is called once somebody has chosen; `state` is "asked", "sent" or "done". */
export function ratingCard({ sender, state, rate }) {
  const title = sender ? say("rateTitle", sender) : say("rateTitleShop");
  const heading = make("h2", { class: "question", text: title });
  if (state === "done") return make("section", { class: "panel" }, make("p", { class: "done", role: "status", text: say("rated") }));
  const chosen = { score: 0 };
  const why = make("p", { class: "why", role: "alert", hidden: true });
  const words = make("textarea", {
    class: "field", rows: "2", maxlength: String(MOST), placeholder: say("rateText"), "aria-label": say("rateText"), dir: "auto",
  });
  const tags = impressions();
  const button = make("button", { type: "submit", class: "filled", text: say(state === "sent" ? "rating" : "rate") });
  button.disabled = state === "sent";
  const form = make("form", { class: "panel", novalidate: true }, heading, stars(chosen, why), tags, words, why, button);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    tell(why, say("rateNone"));
    if (!show(why, chosen.score === 0) && chosen.score === 0) form.querySelector("input").focus();
    if (chosen.score > 0) rate({ score: chosen.score, tags: ticked(tags), text: words.value.trim() });
    else form.querySelector("input").focus();
  });
  return form;
}

function stars(chosen, why) {
  const row = make("div", { class: "stars", role: "radiogroup", "aria-label": say("stars") });
  const choices = [1, 2, 3, 4, 5].map((score) => {
    const input = make("input", { type: "radio", name: "score", value: String(score), class: "unseen", "aria-label": say(`star${score}`) });
    input.addEventListener("change", () => {
      chosen.score = score;
      show(why, false);
      choices.forEach((choice, place) => choice.classList.toggle("on", place < score));
    });
    return make("label", { class: "star", title: say(`star${score}`) }, input, icon("star"));
  });
  row.append(...choices);
  return row;
}

function impressions() {
  const row = make("div", { class: "tags", role: "group", "aria-label": say("tags") });
  for (const text of say("rateTags").split("|")) {
    const box = make("input", { type: "checkbox", class: "unseen", value: text });
    row.append(make("label", { class: "tag" }, box, make("span", { text })));
  }
  return row;
}

const ticked = (row) => [...row.querySelectorAll("input:checked")].map((box) => box.value);
