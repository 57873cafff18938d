import { type Client, signUp, type TestKith } from '../harness.ts';
import { eventually } from '../sockets.ts';

export type Seeded = {
  mergedId: string;
  owner: Client;
  contactId: string;
  groupId: string;
  tagId: string;
  viewId: string;
  eventId: string;
  spaceToken: string;
  passwordToken: string;
  importId: string;
  doneImportId: string;
};

const people = [
  { full_name: 'Ada Byron', company: 'Analytical Engines', title: 'Mathematician', tier: 1, starred: true, nickname: 'The Enchantress of Numbers' },
  { full_name: 'Bartholomäus Hieronymus von Schönberg-Rothschönberg', company: 'Landesvermessungsamt des Königreichs', title: 'Oberregierungsvermessungsrat' },
  { full_name: 'Chidi Anagonye', tier: 1 },
  { full_name: '山田 太郎' },
  { full_name: 'Élodie Dupont', company: 'Boulangerie du Coin' },
];
const notes = [
  'She works as a nurse at the hospital in Bremen. She loves climbing and plays the cello. Her goal is to run a marathon next spring.',
  'Her brother Tom moved to Lisbon in May. She is worried about her mother, who had a fall. Send her the name of the physiotherapist. She prefers phone calls to messages.',
  `https://example.org/${'a-very-long-address-without-any-break/'.repeat(4)} is the article she sent; she wants to talk about it on Friday.`,
];

/** Somebody who has used every page: people, relationships, groups, notes, entries, tags, jobs (done, failed), undone actions, keys, a shared space, invitations. */
export async function seed(kith: TestKith): Promise<Seeded> {
  const owner = await signUp(kith, 'owner');
  await owner.patch('/auth/profile', { full_name: 'Mary Somerville', onboarded: true });
  const made = async (path: string, body: object) => {
    const answer = await owner.post(path, body);
    if (answer.status >= 300) throw new Error(`${path}: ${JSON.stringify(answer.body)}`);
    return answer.body;
  };
  const contacts: { id: string }[] = [];
  for (const person of people) contacts.push((await made('/contacts', person)).contact);
  for (let index = 0; index < 30; index++) await made('/contacts', { full_name: `Guest ${index + 1}` });
  const id = contacts[0]!.id;
  let tagId = '';
  for (const name of ['Family', 'Climbing', 'A tag with quite a long name for a small screen']) {
    const { tag } = await made('/tags', { name, color: '#4f6cff' });
    await made(`/contacts/${id}/tags`, { tag_id: tag.id });
    tagId ||= tag.id;
  }
  const guests = (await owner.get('/contacts?q=guest&limit=12')).body.data as { id: string }[];
  const { group } = await made('/groups', { name: 'The Thursday choir of the old town', color: '#17a2b8', description: 'Sopranos and one bass' });
  await made('/groups', { name: 'Nobody yet', color: '#dc3545' });
  await made(`/groups/${group.id}/members`, { contact_ids: [id, contacts[1]!.id, ...guests.map((guest) => guest.id)] });
  const relations: [number, string, object?][] = [[1, 'colleague', { since: '2015-06', until: '2020', note: 'At the survey office, in the room under the roof' }], [2, 'mentor'], [3, 'sibling', { label: 'brother', inverse_label: 'sister' }]];
  for (const [n, type, more] of relations) await made('/relationships', { source_contact_id: contacts[n]!.id, target_contact_id: id, type, ...more });
  await made('/notes', { contact_id: id, content: 'Her birthday dinner was a success.', tag_ids: [tagId] });
  for (const [index, contact] of contacts.entries()) {
    await owner.patch(`/contacts/${contact.id}`, { cadence_weeks: [4, 2, 1, 2, 1][index] });
    await made(`/contacts/${contact.id}/interactions`, { kind: 'call', at: new Date(Date.now() - [3, 40, 7, 20, 5][index]! * 86_400_000).toISOString() });
  }
  for (const content of ['Send her the score of the quartet on Friday', 'Lend her the book about comets, with all the maps that are folded into it and the letters that came with it', 'Call about the dinner']) await made(`/contacts/${id}/entries`, { category: 'Actionable', content });
  const followUps = (await owner.get(`/calendar/follow-ups?contact_id=${id}`)).body.data as { entry_id: string }[];
  await owner.patch(`/entries/${followUps[0]!.entry_id}`, { done: true });
  await made('/calendar/create-from-actionable', { contact_id: id, entry_ids: [followUps[1]!.entry_id] });
  const { saved_filter: view } = await made('/saved-filters', { name: 'Close family', query: { tier: 1, tag: [tagId] } });
  await made('/saved-filters', { name: 'Who waits for me', query: { cadence_due: true, sort: 'next_due' } });
  for (const content of notes) await made('/notes/process', { contact_id: id, content });
  await owner.patch(`/contacts/${id}`, { birthday: '1815-12-10', emails: [{ label: 'home', value: 'ada@example.org' }], phones: [{ label: 'mobile', value: '+44 20 7946 0000' }], pronouns: 'she/her' });
  await owner.delete(`/contacts/${contacts[4]!.id}`);
  await made('/undo', {});
  await made('/auth/api-keys', { name: 'Shortcut on my phone', scopes: ['read', 'write'] });
  const { space } = await made('/spaces', { name: 'The lab' });
  const { token: spaceToken } = await made(`/spaces/${space.id}/invitations`, { role: 'viewer', email: 'somebody@example.org' });
  const waiting = await made('/admin/users', { username: 'waiting_for_a_password', full_name: 'Somebody with quite a long name for a small screen', email: 'waiting@example.org' });
  await kith.owner.query(`insert into support_access (user_id, admin_id, admin_name, reason, expires_at) values ($1, $1, 'Rosa Root', 'A person was missing after the import', now() + interval '20 minutes')`, [owner.user.id]);
  await kith.owner.query(`insert into support_reads (access_id, user_id, route) select id, user_id, 'GET /contacts' from support_access where user_id = $1`, [owner.user.id]);
  await kith.owner.query(`insert into ai_calls (space_id, user_id, provider, model, capability, purpose, input_tokens, output_tokens, cost_usd, duration_ms, outcome, created_at)
    select $1, $2, p, p || '-model-' || i % 2, 'analyse', 'note', 1000, 200, 0.01 * i, 900, case i when 7 then 'failed' else 'ok' end, now() - interval '1 day' * i from generate_series(0, 20) i, unnest(array['openai', 'gemini']) p`, [owner.space.id, owner.user.id]);
  await kith.owner.query(`insert into error_log (route, code, count) values ('POST /api/v1/notes/process', 'TypeError', 3), ('GET /api/v1/contacts/:id/timeline', '57P01', 1)`);
  await kith.owner.query(`insert into jobs (space_id, user_id, kind, state, error, attempts, finished_at) values ($1, $2, 'import', 'failed', 'The file of this import is not there any more. Choose it again.', 3, now())`, [owner.space.id, owner.user.id]);
  await made('/invitations', { email: 'other@example.org' });
  await made('/contacts', { full_name: 'Byron, Ada', company: 'analytical engines', emails: [{ label: 'home', value: 'ada@example.org' }, { label: 'work', value: 'countess@engines.example' }], description: 'Wrote the first program.' });
  const { contact: merged } = await made('/contacts', { full_name: 'Augusta King' });
  await made('/notes', { contact_id: merged.id, content: 'Countess of Lovelace since 1838.' });
  await made(`/contacts/${contacts[2]!.id}/merge`, { other_id: merged.id });
  const mergedId = contacts[2]!.id;
  const day = (offset: number) => new Date(Date.now() + offset * 86_400_000).toISOString().slice(0, 10);
  const { event } = await made('/calendar/events', { title: 'Dinner with a title that is long enough to be cut off', starts_at: `${day(0)}T19:00`, ends_at: `${day(0)}T21:00`, place: 'Trattoria', contact_ids: [id], reminders: [{ minutes_before: 10 }] });
  await made('/calendar/events', { title: 'A walk that is over', starts_at: `${day(0)}T00:00`, ends_at: `${day(0)}T00:01`, contact_ids: [contacts[1]!.id] });
  await made('/calendar/events', { title: 'Choir', starts_at: `${day(0)}T20:00`, rrule: 'FREQ=WEEKLY', color: '#ffff00' });
  await made('/calendar/events', { title: 'Swimming', starts_at: `${day(0)}T20:15`, ends_at: `${day(0)}T20:30`, color: '#000000' });
  await made('/calendar/events', { title: 'Visit', starts_at: day(-1), ends_at: day(3), color: '#ffffff' });
  await kith.owner.query(`insert into reminders (space_id, kind, key, event_id, occurrence, due_at, shown_at) values ($1, 'event', 'seeded', $2, $3, now(), now())`, [owner.space.id, event.id, event.starts_at]);
  const { job_id } = await made('/notes/process', { contact_id: id, content: notes[0]!, async: true });
  await eventually(async () => (await owner.get(`/jobs/${job_id}`)).body.job.state === 'completed');
  const csv = (name: string, ...rows: string[]) => ({ name, content: `Contact Name,Tier,Category,Content,AI Confidence,Shoe size\n${rows.join('\n')}\n` });
  const done = await owner.upload('POST', '/import/merge-from-csv', 'backup_file', csv('people-of-last-year.csv', 'Ada Byron,1,Goals,Wants to build an engine,8,38', 'Ida Lund,2,,,,41'));
  const ready = await owner.upload('POST', '/imports', 'file', csv(`a-file-with-${'quite-a-long-name-'.repeat(6)}.csv`, 'Ada Byron,1,Goals,Wants to build an engine,8,38', 'Per Holm,1,Interests,Sails every summer,3,44', 'Somebody Wrong,7,,,,40', `Long Words,2,Interests,${'https://example.org/without-a-break/'.repeat(4)},,`));
  return { mergedId,
    owner,
    contactId: id,
    groupId: group.id,
    tagId,
    viewId: view.id,
    eventId: event.id,
    spaceToken,
    passwordToken: waiting.link.token,
    importId: ready.body.import.id,
    doneImportId: done.body.import_id,
  };
}
