import { hash } from 'node:crypto';

/** 66 bits of a text as 11 characters; no more than 12, as V8 would keep the whole text of a longer part alive. */
export const digest = (text: string): string => hash('sha1', text, 'base64').slice(0, 11);

const SCRATCH = Buffer.alloc(8);
const WORDS = 4;

/**
 * Numbers by digest, of one digest as many as were put, in their order. Held in typed arrays: some 25 bytes an entry, where a Map of
 * strings takes three times as much and V8 walks it in each collection.
 */
export class DigestTable {
  /** Of each entry 64 bits of its digest, its number, and the entry of the same bucket before it; the first is nobody's. */
  #entries = new Uint32Array(WORDS * 1024);
  #buckets = new Uint32Array(1024);
  #count = 1;

  put(key: string, value: number): void {
    if (this.#count * WORDS === this.#entries.length) this.#grow();
    SCRATCH.write(key, 'base64');
    const at = this.#count++ * WORDS;
    this.#entries[at] = SCRATCH.readUInt32LE(0);
    this.#entries[at + 1] = SCRATCH.readUInt32LE(4);
    this.#entries[at + 2] = value;
    this.#thread(at);
  }

  get(key: string): number[] {
    SCRATCH.write(key, 'base64');
    const [one, two] = [SCRATCH.readUInt32LE(0), SCRATCH.readUInt32LE(4)];
    const entries = this.#entries;
    const found: number[] = [];
    for (let at = this.#buckets[one % this.#buckets.length]!; at; at = entries[at + 3]!) if (entries[at] === one && entries[at + 1] === two) found.push(entries[at + 2]!);
    return found.reverse();
  }

  #thread(at: number): void {
    const bucket = this.#entries[at]! % this.#buckets.length;
    this.#entries[at + 3] = this.#buckets[bucket]!;
    this.#buckets[bucket] = at;
  }

  #grow(): void {
    const half = this.#count >> 1;
    const entries = new Uint32Array(WORDS * (this.#count + half));
    entries.set(this.#entries);
    this.#entries = entries;
    this.#buckets = new Uint32Array(this.#count + half);
    for (let n = 1; n < this.#count; n++) this.#thread(n * WORDS);
  }
}

const PAGE_BYTES = 1024 * 1024;

/** Values as JSON of less than a megabyte, one after the other outside the heap of V8. */
export class Shelf<T> {
  readonly #pages: Buffer[] = [];
  #end = PAGE_BYTES;

  /** @returns where it stands */
  put(value: T): number {
    const text = Buffer.from(JSON.stringify(value));
    if (this.#end + 4 + text.length > PAGE_BYTES) {
      this.#pages.push(Buffer.allocUnsafeSlow(PAGE_BYTES));
      this.#end = 0;
    }
    const at = this.#end;
    const page = this.#pages.at(-1)!;
    page.writeUInt32LE(text.length, at);
    text.copy(page, at + 4);
    this.#end += 4 + text.length;
    return (this.#pages.length - 1) * PAGE_BYTES + at;
  }

  get(place: number): T {
    const page = this.#pages[Math.floor(place / PAGE_BYTES)]!;
    const at = place % PAGE_BYTES;
    return JSON.parse(page.toString('utf8', at + 4, at + 4 + page.readUInt32LE(at))) as T;
  }
}
