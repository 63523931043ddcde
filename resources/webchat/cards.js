// Cards: a product, an order and its parcel, one that must be proved first, a file.

import { moment } from "./dates.js";
import { icon, make } from "./dom.js";
import { provingForm } from "./proof.js";
import { say } from "./words.js";

const KINDS = new Set(["product", "order", "logistics", "file"]);

export const isCard = (message) => KINDS.has(message.kind) && message.card !== null && typeof message.card === "object";

export function card(message, ways) {
  const facts = message.card;
  if (facts.locked) return locked(ways);
  if (message.kind === "product") return product(facts, message);
  if (message.kind === "file") return file(facts, message, ways);
  return order(facts, message);
}

function frame(drawing, label, title, lines, tail = null) {
  const thumb = make("span", { class: "thumb", "aria-hidden": "true" }, icon(drawing));
  const facts = make("div", { class: "facts" }, make("p", { class: "title", text: title, dir: "auto" }));
  lines.filter(Boolean).forEach((line) => facts.append(make("p", { class: "fact", text: line, dir: "auto" })));
  return make("div", { class: "card", role: "group", "aria-label": label }, thumb, facts, tail);
}

function product(facts, message) {
  const line = [text(facts.attributes), text(facts.code)].filter(Boolean).join(" ・ ");
  const made = frame("bag", say("product"), text(facts.title) || message.text || say("product"), [line]);
  const price = priceWords(facts.price_cents);
  if (price) made.querySelector(".facts").append(make("p", { class: "price", text: price }));
  return made;
}

function order(facts, message) {
  const state = say(text(facts.state)) || text(facts.state);
  const parcel = [text(facts.carrier), text(facts.tracking)].filter(Boolean).join(" ");
  const event = text(facts.event);
  const at = Number.isFinite(facts.at) && facts.at > 0 ? moment(facts.at) : "";
  const number = text(facts.order);
  const news = [at, event].filter(Boolean).join(" ");
  const first = [state, news || (message.kind === "logistics" && parcel ? say("noNews") : "")].filter(Boolean).join(" ・ ");
  const lines = [first, parcel, number && say("orderNumber", number)];
  const title = text(facts.title) || (number ? say("orderNumber", number) : say("order"));
  return frame(message.kind === "logistics" && parcel ? "truck" : "bag", say("order"), title, lines);
}

function file(facts, message, ways) {
  const name = text(facts.name) || say("file");
  const get = make("button", {
    type: "button", class: "small", text: say("download"), "aria-label": `${say("download")} ${name}`,
    onclick: () => ways.download(message.id, name),
  });
  return frame("file", say("file"), name, [sizeWords(facts.size)], get);
}

function locked(ways) {
  const made = frame("lock", say("locked"), say("locked"), [say("lockedHelp")]);
  made.classList.add("tall");
  made.append(provingForm(ways.prove));
  return made;
}

const text = (value) => (typeof value === "string" || typeof value === "number" ? String(value) : "");

function priceWords(cents) {
  return Number.isSafeInteger(cents) && cents >= 0 ? `¥${(cents / 100).toFixed(2)}` : "";
}

function sizeWords(size) {
  if (!Number.isFinite(size) || size <= 0) return "";
  if (size < 1024) return `${size} B`;
  return size < 1048576 ? `${Math.ceil(size / 1024)} kB` : `${(size / 1048576).toFixed(1)} MB`;
}

