// Names of messages: UUIDs that the page makes, and the desk's own numbers (63 bits, so kept as text).

/** A random UUID; a page over http in a LAN is no secure context and has no randomUUID. */
export function newId() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

/** The 16 bytes of a UUID. */
export function idBytes(id) {
  const hex = id.replaceAll("-", "");
  return Uint8Array.from({ length: 16 }, (_, place) => parseInt(hex.slice(place * 2, place * 2 + 2), 16));
}

/** Under 0 where the desk's number `a` is the older one. */
export function compare(a, b) {
  if (a.length !== b.length) return a.length - b.length;
  return a < b ? -1 : a > b ? 1 : 0;
}

/** One frame of a picture on its way to the desk: whose it is, where it belongs, the bytes. */
export function chunk(id, offset, bytes) {
  const frame = new Uint8Array(24 + bytes.byteLength);
  frame.set(idBytes(id), 0);
  new DataView(frame.buffer).setBigUint64(16, BigInt(offset));
  frame.set(new Uint8Array(bytes), 24);
  return frame;
}

/** The same on its way to the page: `{id, offset, bytes}`, null where it is none. */
export function unpacked(buffer) {
  if (buffer.byteLength < 24) return null;
  const view = new DataView(buffer);
  const id = (view.getBigUint64(0) << 64n) | view.getBigUint64(8);
  return { id: String(id), offset: Number(view.getBigUint64(16)), bytes: buffer.slice(24) };
}
