// The bytes of pictures that are not sent yet, over reloads too; without a database they last as long as the page.

const inMemory = new Map();
let opening = null;

function database() {
  opening ??= new Promise((done, failed) => {
    const asked = indexedDB.open("ticketdesk", 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore("unsent");
    asked.onsuccess = () => done(asked.result);
    asked.onerror = () => failed(asked.error);
    asked.onblocked = () => failed(new Error("blocked"));
  });
  return opening;
}

async function act(way, work) {
  const store = (await database()).transaction("unsent", way).objectStore("unsent");
  return new Promise((done, failed) => {
    const asked = work(store);
    asked.onsuccess = () => done(asked.result);
    asked.onerror = () => failed(asked.error);
  });
}

export async function keepBytes(id, blob) {
  inMemory.set(id, blob);
  await act("readwrite", (store) => store.put(blob, id)).catch(() => undefined);
}

/** The bytes of an unsent picture as a Blob, null where they are gone. */
export async function bytesOf(id) {
  if (inMemory.has(id)) return inMemory.get(id);
  return act("readonly", (store) => store.get(id)).then((found) => found ?? null).catch(() => null);
}

export async function forgetBytes(id) {
  inMemory.delete(id);
  await act("readwrite", (store) => store.delete(id)).catch(() => undefined);
}
