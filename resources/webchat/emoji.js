// The panel of emoji beside the field for words.

import { make } from "./dom.js";

const ALL = [
  "😀 😄 😁 😆 😅 😂 🤣 🙂 😊 🥰 😍 😘 😋 😜 🤔 🤗 🤭 😌 😴 😷",
  "😎 🤩 🥳 😮 😳 🥺 😢 😭 😥 😔 😣 😩 😤 😡 😱 🙄 😬 🤝 👍 👎",
  "👌 ✌️ 👏 🙏 💪 👋 ❤️ 💔 🌹 💐 🎉 🎁 📦 🚚 👗 👟 🛒 💰 ⭐ ✅",
].join(" ").split(" ");

/** Fill the panel; `picked(sign)` is called with each one pressed. Arrow keys go from one to the next. */
export function fillEmoji(panel, picked) {
  panel.append(...ALL.map((sign, place) => make("button", {
    type: "button", class: "sign", text: sign, tabindex: place === 0 ? "0" : "-1", onclick: () => picked(sign),
  })));
  panel.addEventListener("keydown", (event) => walk(panel, event));
}

function walk(panel, event) {
  const signs = [...panel.children];
  const row = Math.max(1, signs.findIndex((sign) => sign.offsetTop > signs[0].offsetTop));
  const step = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: row, ArrowUp: -row }[event.key];
  const next = signs[signs.indexOf(document.activeElement) + (step ?? 0)];
  if (step === undefined || next === undefined) return;
  event.preventDefault();
  signs.forEach((sign) => sign.setAttribute("tabindex", sign === next ? "0" : "-1"));
  next.focus();
}
