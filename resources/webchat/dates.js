// Moments as words. They are the desk's: its clock counts, however wrong the one of this device is.

import { language, say } from "./words.js";

const DAY = 86400000;
let ahead = 0;

/** Take the desk's clock (UTC ms). */
export function setClock(now) {
  if (Number.isFinite(now)) ahead = now - Date.now();
}

export const deskNow = () => Date.now() + ahead;

/** "今天 14:18", "11月20日 14:18": the line above what was said then. */
export function moment(at) {
  return `${dayWords(at)} ${clockWords(at)}`;
}

export function clockWords(at) {
  const date = new Date(at);
  return `${date.getHours()}:${String(date.getMinutes()).padStart(2, "0")}`;
}

function dayWords(at) {
  const days = Math.round((midnight(deskNow()) - midnight(at)) / DAY);
  if (days === 0) return say("today");
  if (days === 1) return say("yesterday");
  const date = new Date(at);
  const year = date.getFullYear() === new Date(deskNow()).getFullYear() ? "" : date.getFullYear();
  if (language() === "zh") return `${year && `${year}年`}${date.getMonth() + 1}月${date.getDate()}日`;
  const month = date.toLocaleDateString("en-GB", { month: "short" });
  return `${date.getDate()} ${month}${year && ` ${year}`}`;
}

const midnight = (at) => new Date(at).setHours(0, 0, 0, 0);

/** Whether a line with the moment stands between two things said. */
export const apart = (before, at) => before === null || at - before > 600000 || midnight(before) !== midnight(at);
