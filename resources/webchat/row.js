// One line of the talk as an element: words, a picture, a card, a system line, a moment.

import { card, isCard } from "./cards.js";
import { moment } from "./dates.js";
import { letter, make, spoken } from "./dom.js";
import { say } from "./words.js";

const WIDEST = 220;
const HIGHEST = 260;
const LEAST = 48;

/** `entry` is what view.js lists; `ways` are the things that can be done from a line. */
export function row(entry, ways) {
  if (entry.type === "date") return make("p", { class: "date", text: moment(entry.at) });
  if (entry.type === "note") return make("p", { class: "system", text: say(entry.note) });
  if (entry.type === "pending") return pending(entry, ways);
  const { message } = entry;
  if (message.state === "recalled") return make("p", { class: "system", text: recalledWords(message) });
  if (message.kind === "rating") return make("p", { class: "system", text: ratingWords(message.card) });
  if (message.side === "system") return make("p", { class: "system", dir: "auto" }, ...spoken(message.text ?? ""));
  return message.side === "in" ? own(entry, ways) : theirs(entry, ways);
}

const ratingWords = (card) => (card?.event === "rated" ? say("rateDone", card.score) : say("rateInvited"));

function recalledWords(message) {
  return message.side === "in" ? say("recalledOwn") : say("recalled", message.sender || say("agent"));
}

function theirs({ message, head }, ways) {
  const name = message.sender || say("agent");
  const who = message.auto ? `${name} · ${say("automatic")}` : name;
  const said = make("div", { class: "said" });
  said.append(make("p", { class: head ? "who" : "unseen", text: who }), content(message, name, ways));
  const face = make("span", { class: head ? "face" : "face none", "aria-hidden": "true", text: head ? letter(name) : "" });
  return make("article", { class: head ? "row in" : "row in next" }, face, said);
}

function own({ message, mark }, ways) {
  const said = make("div", { class: "said" }, make("p", { class: "unseen", text: say("me") }), content(message, "", ways));
  if (mark) said.append(make("p", { class: "state", text: say(mark) }));
  return make("article", { class: "row out" }, said);
}

function content(message, sender, ways) {
  if (message.kind === "picture" && message.text) {
    return make("div", { class: "captioned" }, shot(message, sender, ways), bubble(message.text));
  }
  if (message.kind === "picture") return shot(message, sender, ways);
  if (isCard(message)) return card(message, ways);
  return bubble(message.text ?? "");
}

const bubble = (text) => make("div", { class: "bubble", dir: "auto" }, ...spoken(text));

function shot(message, sender, ways) {
  const label = sender ? say("pictureOf", sender) : say("pictureOwn");
  const image = make("img", { alt: "", decoding: "async" });
  const button = make("button", { class: "shot", type: "button", "aria-label": label }, image);
  fit(button, message);
  ways.picture(message, image, button);
  button.addEventListener("click", () => image.src && ways.view(image.src, label));
  return button;
}

/** Room for a picture before it is there. */
function fit(button, { width, height }) {
  const wide = width > 0 ? width : 160;
  const high = height > 0 ? height : 120;
  const scale = Math.min(1, WIDEST / wide, HIGHEST / high);
  button.style.width = `${Math.max(LEAST, Math.round(wide * scale))}px`;
  button.style.height = `${Math.max(LEAST, Math.round(high * scale))}px`;
}

function pending({ item, online }, ways) {
  const said = make("div", { class: "said" }, make("p", { class: "unseen", text: say("me") }));
  said.append(item.kind === "picture" ? sentPicture(item, ways) : bubble(item.text));
  const [words, look] = markOf(item, online);
  said.append(make("p", { class: `state ${look}`, text: words }));
  if (item.state === "failed") said.append(choices(item, ways));
  return make("article", { class: "row out" }, said);
}

function sentPicture(item, ways) {
  const box = make("div", { class: "sending" }, shot({ ...item, id: item.id, pending: true }, "", ways));
  if (item.state === "failed" || item.state === "kept") return box;
  const bar = make("progress", { max: "1", value: "0", "aria-label": say("progress") });
  ways.progress(item.id, bar);
  box.append(bar);
  return box;
}

const REASONS = {
  too_long: "tooLong", too_large: "tooLarge", no_picture: "noPicture", not_kept: "notKept", gone: "gone",
};

function markOf(item, online) {
  if (item.state === "failed") return [say(REASONS[item.why] ?? "bad"), "bad"];
  if (item.state === "kept") return [say("delivered"), ""];
  if (!online) return [say("waits"), "warn"];
  if (item.why === "too_fast") return [say("slow"), "warn"];
  if (item.why === "full" || item.why === "wait") return [say("deskFull"), "warn"];
  if (item.kind === "picture" || item.state === "waiting") return [say("sending"), ""];
  return [say("sent"), ""];
}

function choices(item, ways) {
  const again = make("button", { type: "button", class: "link", text: say("again"), onclick: () => ways.retry(item.id) });
  const drop = make("button", { type: "button", class: "link", text: say("drop"), onclick: () => ways.drop(item.id) });
  const hopeless = item.why === "too_long" || item.why === "too_large" || item.why === "gone" || item.why === "no_picture";
  return make("p", { class: "choices" }, hopeless ? null : again, drop);
}

