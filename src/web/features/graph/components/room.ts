/** Remembers what is taken of a picture, so that words do not stand on words. */
export class Room {
  #taken: [left: number, top: number, right: number, bottom: number][] = [];

  clear(): void {
    this.#taken = [];
  }

  /** Takes a box if nothing is there, or in any case when it must. Returns whether it was taken. */
  room(left: number, top: number, width: number, height: number, must = false): boolean {
    if (!must && this.#taken.some(([l, t, r, b]) => left < r && left + width > l && top < b && top + height > t)) return false;
    this.#taken.push([left, top, left + width, top + height]);
    return true;
  }
}
