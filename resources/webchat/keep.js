// What outlives a reload: the visit's token, unsent messages, the draft. Where nothing may be stored, this page keeps it.

const ROOM = "ticketdesk.";
const UNSENT = "unsent.";

const inMemory = new Map();

/** The stored text of a name, "" where there is none. */
export function read(name) {
  if (inMemory.has(name)) return inMemory.get(name);
  try {
    return localStorage.getItem(ROOM + name) ?? "";
  } catch {
    return "";
  }
}

/** Store a text under a name; "" forgets it. */
export function write(name, text) {
  try {
    if (text === "") localStorage.removeItem(ROOM + name);
    else localStorage.setItem(ROOM + name, text);
    inMemory.delete(name);
  } catch {
    if (text === "") inMemory.delete(name);
    else inMemory.set(name, text);
  }
}

/** Each unsent message has a place of its own, so that two tabs never write over each other. */
export function writeUnsent(item) {
  write(UNSENT + item.id, JSON.stringify(item));
}

export function forgetUnsent(id) {
  write(UNSENT + id, "");
}

/** All unsent messages, oldest first. */
export function readUnsent() {
  return names()
    .filter((name) => name.startsWith(UNSENT))
    .map((name) => parsed(read(name)))
    .filter((item) => item !== null)
    .sort((a, b) => a.n - b.n);
}

function names() {
  const found = new Set(inMemory.keys());
  try {
    for (let place = 0; place < localStorage.length; place += 1) {
      const name = localStorage.key(place);
      if (name.startsWith(ROOM)) found.add(name.slice(ROOM.length));
    }
  } catch {
    return [...found];
  }
  return [...found];
}

function parsed(text) {
  try {
    const item = JSON.parse(text);
    const whole = item && typeof item.id === "string" && typeof item.kind === "string" && Number.isFinite(item.n);
    return whole ? item : null;
  } catch {
    return null;
  }
}

/** Tell `changed(name, text)` what another tab of this browser has stored. */
export function listen(changed) {
  window.addEventListener("storage", (event) => {
    if (event.key === null || !event.key.startsWith(ROOM)) return;
    changed(event.key.slice(ROOM.length), event.newValue ?? "");
  });
}

export const isUnsent = (name) => name.startsWith(UNSENT);
