/** Recordings that the server does not have yet, by the key of where they were made. They survive a reload and a crash. */
const STORE = 'recordings';

function database(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open('kith-recordings', 1);
    request.addEventListener('upgradeneeded', () => request.result.createObjectStore(STORE));
    request.addEventListener('success', () => resolve(request.result));
    request.addEventListener('error', () => reject(request.error));
  });
}

async function run<T>(mode: IDBTransactionMode, work: (store: IDBObjectStore) => IDBRequest<T>): Promise<T | undefined> {
  try {
    const opened = await database();
    return await new Promise<T>((resolve, reject) => {
      const transaction = opened.transaction(STORE, mode);
      const request = work(transaction.objectStore(STORE));
      transaction.addEventListener('complete', () => resolve(request.result)); // before that a reload may still undo it
      transaction.addEventListener('abort', () => reject(transaction.error));
    }).finally(() => opened.close());
  } catch {
    return undefined; // private windows may refuse: then a recording lives only as long as the page
  }
}

export const keep = (key: string, audio: Blob) => run('readwrite', (store) => store.put(audio, key));
export const forget = (key: string) => run('readwrite', (store) => store.delete(key));
export const unsent = async (key: string): Promise<Blob | undefined> => run<Blob | undefined>('readonly', (store) => store.get(key));
