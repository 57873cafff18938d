/**
 * The same SQL as the API, without HTTP: `concurrency` loops on the same pool, with the same tenant. Runs in a process of its own.
 * In: JSON {appUrl, users, scenario, seconds, concurrency} as the first argument. Out: JSON {perSecond}.
 */
import { z } from 'zod';
import { createDatabase } from '../src/server/platform/database/database.ts';
import { createPool } from '../src/server/platform/database/pool.ts';
import { ContactQuery, TagQuery } from '../src/server/domains/people/people.schema.ts';
import * as people from '../src/server/domains/people/people.store.ts';
import { selectNamedPage } from '../src/server/domains/people/named.store.ts';
import { uuidv7 } from '../src/server/platform/ids.ts';
import type { SeededUser } from './seed.ts';

const { appUrl, users, scenario, seconds, concurrency } = z.object({ appUrl: z.string(), users: z.custom<SeededUser[]>(), scenario: z.string(), seconds: z.number(), concurrency: z.number() }).parse(JSON.parse(process.argv[2]!));

const database = createDatabase(createPool(appUrl, { max: 10, application: 'bench', onError: () => undefined }));
let n = 0;
const run: Record<string, (user: SeededUser) => Promise<unknown>> = {
  'contacts page': (user) => people.selectContacts(reader(user), user.space_id, ContactQuery.parse({}), undefined),
  'contact detail': (user) => people.selectContact(reader(user), user.space_id, user.contact_ids[n % user.contact_ids.length]!),
  'tags with counts': (user) => selectNamedPage(reader(user), 'tags', user.space_id, TagQuery.parse({ limit: 100 }), undefined),
  'create contact': (user) => database.tx(tenant(user), (tx) => people.insertContact(tx, user.space_id, user.user_id, { full_name: `New Person ${n}` })),
};
const tenant = (user: SeededUser) => ({ user_id: user.user_id, read_spaces: [user.space_id], write_spaces: [user.space_id], channel: 'api', action_id: uuidv7() });
const reader = (user: SeededUser) => ({ query: <T>(query: Parameters<typeof database.read>[1]) => database.read<T>(tenant(user), query) });

const work = run[scenario]!;
const loop = async (until: number) => {
  let done = 0;
  while (performance.now() < until) {
    await work(users[n++ % users.length]!);
    done++;
  }
  return done;
};
await Promise.all(Array.from({ length: concurrency }, () => loop(performance.now() + 1000)));
const start = performance.now();
const counts = await Promise.all(Array.from({ length: concurrency }, () => loop(start + seconds * 1000)));
console.log(JSON.stringify({ perSecond: counts.reduce((a, b) => a + b, 0) / ((performance.now() - start) / 1000) }));
await database.close();
