// Elements from plain values: text is set as text only, nothing from outside ever becomes HTML.

const SVG = "http://www.w3.org/2000/svg";
const LINK = /https?:\/\/[^\s<>"'`，。；！？、（）【】《》“”‘’]+/gi;
const MOST_SHOWN = 20000;

export const byId = (id) => document.getElementById(id);

/** An element; `facts` are attributes, "class" and "text" among them, `on…` functions are listeners. */
export function make(tag, facts = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(facts)) put(element, name, value);
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

function put(element, name, value) {
  if (value === null || value === undefined || value === false) return;
  if (name === "text") element.textContent = value;
  else if (name === "class") element.className = value;
  else if (typeof value === "function") element.addEventListener(name.slice(2), value);
  else element.setAttribute(name, value === true ? "" : String(value));
}

/** One of the symbols of index.html. */
export function icon(name) {
  const drawing = document.createElementNS(SVG, "svg");
  drawing.setAttribute("class", "icon");
  drawing.setAttribute("aria-hidden", "true");
  const use = document.createElementNS(SVG, "use");
  use.setAttribute("href", `#i-${name}`);
  drawing.append(use);
  return drawing;
}

/** Show or hide; returns whether anything changed. */
export function show(element, wanted) {
  if (element.hidden === !wanted) return false;
  element.hidden = !wanted;
  return true;
}

/** Set a text only where it differs, so that readers are not told twice. */
export function tell(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/** Words of somebody else: plain text, in which http and https addresses can be followed. */
export function spoken(text) {
  const all = Array.from(text.slice(0, MOST_SHOWN * 2));
  const shown = all.length > MOST_SHOWN ? `${all.slice(0, MOST_SHOWN).join("")}…` : text.slice(0, MOST_SHOWN * 2);
  const parts = [];
  let from = 0;
  for (const found of shown.matchAll(LINK)) {
    const address = found[0].replace(/[.,:;!?)\]]+$/, "");
    const link = linked(address);
    if (link === null) continue;
    parts.push(shown.slice(from, found.index), link);
    from = found.index + address.length;
  }
  parts.push(shown.slice(from));
  return parts.filter((part) => part !== "");
}

function linked(address) {
  let target;
  try {
    target = new URL(address);
  } catch {
    return null;
  }
  const plain = (target.protocol === "http:" || target.protocol === "https:") && !target.username && !target.password;
  if (!plain || address.length > 2048) return null;
  return make("a", { href: target.href, rel: "noopener noreferrer nofollow", target: "_blank", text: address });
}

/** The letter of a face: the last sign of a Chinese name of two or three, else the first. */
export function letter(name) {
  const signs = Array.from(name.trim());
  if (signs.length === 0) return "·";
  const chinese = signs.length <= 3 && signs.every((sign) => /\p{Script=Han}/u.test(sign));
  return (chinese ? signs[signs.length - 1] : signs[0]).toUpperCase();
}
