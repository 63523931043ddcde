// The buyer's page: wires the line, the talk and the parts on screen together.

import { bytesOf } from "./blobs.js";
import { Composer } from "./composer.js";
import { setClock } from "./dates.js";
import { byId, letter, make, show, tell } from "./dom.js";
import { Downloads } from "./download.js";
import * as embed from "./embed.js";
import { Ends } from "./ends.js";
import { Head } from "./head.js";
import { compare } from "./ids.js";
import { read, write } from "./keep.js";
import { Talk } from "./model.js";
import { Outbox } from "./outbox.js";
import { Proofs } from "./proof.js";
import { Uploads } from "./upload.js";
import { View } from "./view.js";
import { Viewer } from "./viewer.js";
import { Wire } from "./wire.js";
import { choose, language, say } from "./words.js";

const TYPING_ENDS = 8000;

const page = { quick: [], notice: "", unread: 0, readTold: "", typing: "", typingTimer: 0, bars: new Map(), shots: new Map() };

const talk = new Talk({ changed: () => changed(), fresh: (list) => fresh(list) });
const wire = new Wire({ hello, heard, bytes: (buffer) => downloads.bytes(buffer), turned });
const outbox = new Outbox({ send: (frame) => wire.send(frame), changed: () => changed() });
const uploads = new Uploads({
  push: (bytes) => wire.sendBytes(bytes),
  failed: (id, why) => outbox.fail(id, why),
  moved: (id, share) => page.bars.get(id)?.setAttribute("value", String(share)),
});
const downloads = new Downloads({ ask: (id) => wire.send({ t: "fetch", id }) });
const proofs = new Proofs({ send: (frame) => wire.send(frame) });
const head = new Head();
const viewer = new Viewer();
const ends = new Ends({
  rate: (facts) => outbox.of("rate").length || outbox.add({ kind: "rate", ...facts }),
  leave: (contact, text) => outbox.add({ kind: "leave", contact, text }),
});
const composer = new Composer({
  said: (text) => say_(text),
  shot: (blob, size) => outbox.addPicture(blob, size).then(() => view.toEnd()),
  typing: (on) => wire.send({ t: "typing", on }),
});
const view = new View({
  state,
  ways: {
    picture: showPicture,
    view: (url, label) => viewer.open(url, label),
    prove: (order, digits, answer) => proofs.ask(order, digits, answer),
    download: (id, name) => downloads.want(id, (url) => url && saveAs(url, name)),
    progress: (id, bar) => page.bars.set(id, bar),
    retry: (id) => outbox.retry(id),
    drop: (id) => outbox.forget(id),
  },
  older: askOlder,
  moved: () => looked(),
});

function say_(text) {
  outbox.add({ kind: "say", text });
  view.toEnd();
  byId("words").focus();
}

function hello() {
  return { t: "hello", v: 1, token: read("token"), lang: language(), after: talk.begun ? talk.last : "0" };
}

const HEARD = {
  welcome,
  messages: (frame) => {
    talk.take(frame);
    outbox.seen(talk.clients);
    looked();
  },
  kept: ({ ids }) => outbox.kept(ids),
  refused: (frame) => downloads.refused(frame.id, frame.why) || refused(frame),
  from: ({ id, offset }) => uploads.begin(id, offset),
  got: ({ id, offset }) => uploads.got(id, offset),
  file: (frame) => downloads.begins(frame),
  read: ({ upto }) => talk.readByDesk(upto),
  typing,
  status: (frame) => head.took(frame),
  rating: ({ sender }) => ends.asked(sender || ""),
  rated: () => rated(),
  proven: () => proofs.proven(),
  not_proven: (frame) => proofs.notProven(frame),
  closed: () => talk.note("ended"),
  error,
};

function heard(frame) {
  HEARD[frame.t]?.(frame);
  changed();
}

function welcome(frame) {
  if (frame.token && frame.token !== read("token")) {
    const other = read("token");
    if (other && page.told === "") return adopt();
    write("token", frame.token);
  }
  page.told = read("token");
  setClock(frame.now);
  head.welcome(frame);
  page.quick = Array.isArray(frame.quick) ? frame.quick.filter((text) => typeof text === "string" && text) : [];
  page.notice = "";
  talk.recall(frame.recalled ?? []);
  talk.readByDesk(frame.read);
  if (frame.rating) ends.asked(frame.sender || "");
  else if (outbox.of("rate").length) rated();
  outbox.load();
  outbox.flush();
  return downloads.next();
}

/** Another tab was first: this one belongs to its visit. */
function adopt() {
  page.told = read("token");
  wire.again();
}

function rated() {
  outbox.of("rate").forEach((item) => outbox.forget(item.id));
  ends.rated();
}

function refused(frame) {
  uploads.stop(frame.id);
  outbox.refused(frame);
}

function error({ why }) {
  if (why === "token") {
    if (read("token") === page.told) write("token", "");
    page.told = "";
    talk.startAnew();
  }
  page.notice = { cap: "full", flood: "flood", version: "version" }[why] ?? page.notice;
}

function turned(wireState) {
  if (wireState === "cut") {
    uploads.cut();
    downloads.cut();
    outbox.cut();
    proofs.cut();
    typing({ on: false });
    talk.asking = false;
  }
  changed();
}

function typing({ on, sender }) {
  clearTimeout(page.typingTimer);
  page.typing = on ? sender || say("agent") : "";
  if (on) page.typingTimer = setTimeout(() => heard({ t: "typing", on: false }), TYPING_ENDS);
}

/** An agent's new words end the sign that it writes; the buyer's own, an automatic answer or a new mark do not. */
function fresh(list) {
  if (list.some((message) => !message.auto)) typing({ on: false });
  const last = list[list.length - 1];
  const words = last.kind === "text" ? last.text : say(last.kind === "logistics" ? "parcel" : last.kind);
  tell(byId("announcer"), `${last.sender || say("agent")}：${words}`);
  page.unread += list.length;
}

/** What is in sight at the end of the talk counts as read. */
function looked() {
  if (!embed.inSight() || !view.stuck) return;
  page.unread = 0;
  const upto = talk.lastOfAgent;
  if (upto && (page.readTold === "" || compare(upto, page.readTold) > 0) && wire.send({ t: "read", upto })) {
    page.readTold = upto;
  }
  changed();
}

function askOlder() {
  if (!talk.more || talk.asking || !talk.first) return;
  talk.asking = wire.send({ t: "older", before: talk.first });
  if (talk.asking) changed();
}

function state() {
  const hidden = new Set(["rate"]);
  return {
    messages: talk.messages,
    pending: outbox.list.filter((item) => !hidden.has(item.kind) && !talk.clients.has(item.id)),
    notes: talk.notes,
    mark: (message) => (talk.isRead(message) ? "read" : "delivered"),
    online: wire.online,
    greeting: wire.online && head.status.open,
    unseen: page.unread,
  };
}

function changed() {
  page.due ??= setTimeout(render, 0);
}

function render() {
  page.due = null;
  document.documentElement.lang = language() === "zh" ? "zh-CN" : "en";
  byId("talk").setAttribute("aria-label", say("talk"));
  byId("talk").setAttribute("aria-busy", String(talk.asking));
  head.render(wire.state, page.unread);
  const { open } = head.status;
  show(byId("composer"), open && head.shop.name !== "");
  composer.render(page.quick);
  ends.render(open, outbox);
  tell(byId("notice"), page.notice && say(page.notice));
  show(byId("notice"), page.notice !== "");
  showTyping();
  view.render();
  embed.tellHost({ unread: page.unread });
}

function showTyping() {
  tell(byId("typing-face"), letter(page.typing));
  tell(byId("typing-words"), say("typing"));
  byId("typing").setAttribute("aria-label", page.typing ? say("typingOf", page.typing) : "");
  show(byId("typing"), page.typing !== "");
}

/** Fill a picture: from this page's own bytes, else from the desk once it comes into sight. */
async function showPicture(message, image, button) {
  const name = message.client || message.id;
  const own = message.pending ? await bytesOf(message.id) : null;
  if (own) downloads.own(message.id, own);
  if (downloads.url(name)) image.src = downloads.url(name);
  else if (!message.pending) page.sight.observe(remember(button, message, image));
}

function remember(button, message, image) {
  page.shots.set(button, { id: message.id, image });
  return button;
}

page.sight = new IntersectionObserver((seen) => seen.filter((each) => each.isIntersecting).forEach((each) => {
  const shot = page.shots.get(each.target);
  page.sight.unobserve(each.target);
  page.shots.delete(each.target);
  downloads.want(shot.id, (url) => (url ? (shot.image.src = url) : lost(each.target)));
}), { root: byId("talk"), rootMargin: "300px" });

function lost(button) {
  button.classList.add("lost");
  button.replaceChildren(make("span", { text: say("pictureGone") }));
}

function saveAs(url, name) {
  const link = make("a", { href: url, download: name });
  link.click();
}

byId("language").addEventListener("click", () => {
  choose(language() === "zh" ? "en" : "zh");
  wire.again();
  changed();
});
byId("shut").addEventListener("click", () => embed.tellHost({ close: true }));
byId("ends").addEventListener("again", changed);
document.addEventListener("visibilitychange", looked);
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && !event.defaultPrevented && !byId("viewer").open && byId("emoji").hidden) embed.tellHost({ close: true });
});
page.told = read("token");
embed.begin(looked);
render();
wire.open();
