/** One of the eight hues of the token file for any text, the same one every time. Returns a CSS value. */
export function hueOf(text: string): string {
  let hash = 2166136261;
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 16777619);
  return `var(--hue-${(((hash ^ (hash >>> 13)) >>> 0) % 8) + 1})`;
}
