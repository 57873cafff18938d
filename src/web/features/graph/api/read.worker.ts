/**
 * Reads the graph's JSON away from the page: 5 MB take too long for one task. The rows go over in portions, so that taking them in does not
 * take long either.
 */
const PORTION = 1000;

addEventListener('message', ({ data }: MessageEvent<ArrayBuffer>) => {
  const { contacts, relationships, ...rest } = JSON.parse(new TextDecoder().decode(data)) as Record<string, unknown[]>;
  for (const [name, rows] of Object.entries({ contacts: contacts!, relationships: relationships! })) {
    for (let at = 0; at < rows.length; at += PORTION) postMessage({ name, rows: rows.slice(at, at + PORTION) });
  }
  postMessage({ rest });
});
