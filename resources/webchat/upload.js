// Pictures on their way to the desk: checked here, sent in pieces, gone on with where the desk says.

import { bytesOf } from "./blobs.js";
import { chunk } from "./ids.js";

const PIECE = 65536;
const AHEAD = 4 * PIECE;
export const LARGEST = 20 * 1024 * 1024;

export class Uploads {
  /** `push(bytes)` as the wire has it; `failed(id, why)`, `moved(id, share)` are told. */
  constructor({ push, failed, moved }) {
    this.push = push;
    this.failed = failed;
    this.moved = moved;
    this.running = new Map();
  }

  /** The desk names where to begin or go on. */
  async begin(id, offset) {
    const blob = await bytesOf(id);
    if (blob === null) return this.failed(id, "gone");
    const run = { blob, told: offset, got: offset };
    this.running.set(id, run);
    return this.pump(id, run);
  }

  /** The desk has the bytes up to `offset`. */
  got(id, offset) {
    const run = this.running.get(id);
    if (!run) return;
    run.got = Math.max(run.got, offset);
    this.moved(id, run.got / run.blob.size);
    if (run.got >= run.blob.size) this.running.delete(id);
    else this.pump(id, run);
  }

  /** Send as many pieces as may be on their way at once. */
  async pump(id, run) {
    if (run.busy) return;
    run.busy = true;
    while (this.running.get(id) === run && run.told < run.blob.size && run.told - run.got < AHEAD) {
      const from = run.told;
      const bytes = await run.blob.slice(from, from + PIECE).arrayBuffer();
      if (this.running.get(id) !== run || !this.push(chunk(id, from, bytes))) break;
      run.told = from + bytes.byteLength;
    }
    run.busy = false;
  }

  stop(id) {
    this.running.delete(id);
  }

  cut() {
    this.running.clear();
  }
}

const SIGNS = [
  ["image/png", [0x89, 0x50, 0x4e, 0x47]],
  ["image/jpeg", [0xff, 0xd8, 0xff]],
  ["image/gif", [0x47, 0x49, 0x46, 0x38]],
];

/** What the first bytes of a picture say it is, "" for anything else. */
export async function kindOf(blob) {
  const head = new Uint8Array(await blob.slice(0, 12).arrayBuffer());
  const found = SIGNS.find(([, sign]) => sign.every((byte, place) => head[place] === byte));
  if (found) return found[0];
  const text = String.fromCharCode(...head);
  return text.startsWith("RIFF") && text.endsWith("WEBP") ? "image/webp" : "";
}

/** `{width, height}` of a picture, null where it cannot be opened. */
export async function measured(blob) {
  const url = URL.createObjectURL(blob);
  const image = new Image();
  image.src = url;
  try {
    await image.decode();
    return { width: image.naturalWidth, height: image.naturalHeight };
  } catch {
    return null;
  } finally {
    URL.revokeObjectURL(url);
  }
}
