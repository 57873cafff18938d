import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { zipSync } from './fixtures/zip.ts';
import { type Client, signUp, type TestKith, testKith } from '../../../../../test/harness.ts';

let kith: TestKith;
let ada: Client;
beforeAll(async () => {
  kith = await testKith();
  await kith.live();
});
afterAll(() => kith.close());
beforeEach(async () => {
  ada = await signUp(kith);
  await ada.patch('/auth/preferences', { time_zone: 'Europe/Berlin' });
});

const person = async (full_name: string, more: object = {}) => (await ada.post('/contacts', { full_name, ...more })).body.contact.id as string;
const send = async (name: string, content: string | Uint8Array, fields: Record<string, string> = {}) => ada.upload('POST', '/import/chat', 'file', { name, content }, fields);
const load = async (name: string, content: string | Uint8Array, fields: Record<string, string> = {}) => {
  const answer = await send(name, content, fields);
  expect(answer.status, JSON.stringify(answer.body)).toBe(200);
  return answer.body;
};
type Row = { text: string; direction: string; sent_at: string; sender_name: string; attachments: { name: string | null; type: string }[] };
const said = async (id: string) => ((await ada.get(`/contacts/${id}/messages?limit=100`)).body.data as Row[]).toReversed().map(({ text, direction, attachments }) => [direction, text, ...attachments.map(({ name, type }) => `${type}:${name}`)].join(' '));
const times = async (id: string) => ((await ada.get(`/contacts/${id}/messages?limit=100`)).body.data as Row[]).toReversed().map(({ sent_at }) => sent_at);
const notes = async (id: string) => ((await ada.get(`/contacts/${id}/raw-notes?limit=100`)).body.data as { content: string }[]).map(({ content }) => content);

const IPHONE = [
  '\u200e[03.02.26, 21:15:07] Anna Berg: \u200eMessages and calls are end-to-end encrypted.',
  '[03.02.26, 21:15:08] Anna Berg: Are you there?',
  '[03.02.26, 21:16:00] Ada: Yes',
  'what is it: news?',
  '\u200e[13.02.26, 08:00:00] Anna Berg: \u200eimage omitted',
  '[13.02.26, 08:00:05] Ada: \u200e<attached: 00000012-PHOTO-2026-02-13-08-00-05.jpg>',
  '[13.02.26, 08:01:00] Ada: ok',
  '[13.02.26, 08:01:00] Ada: ok',
].join('\r\n');

describe('WhatsApp', () => {
  it('of an iPhone: lines that go on, files, marks; the other of two is the user; twice is once; undo', async () => {
    const anna = await person('Anna Berg');
    const dry = await load('_chat.txt', IPHONE, { dry_run: 'true' });
    expect(dry).toMatchObject({ dry_run: true, counts: { messages: 6, notes: 2, system_messages_skipped: 1 }, choices: [{ name: 'Ada', answer: 'me', messages: 4 }, { name: 'Anna Berg', answer: anna, messages: 2 }] });
    expect(dry.preview[0]).toMatchObject({ what: 'new', name: 'Anna Berg · 2026-02-03' });
    expect(await said(anna)).toEqual([]);
    const answer = await load('_chat.txt', IPHONE);
    expect(await said(anna)).toEqual(['in Are you there?', 'out Yes\nwhat is it: news?', 'in  image:null', 'out  photo:00000012-PHOTO-2026-02-13-08-00-05.jpg', 'out ok', 'out ok']);
    expect((await times(anna))[0]).toBe('2026-02-03T20:15:08+00:00');
    expect((await notes(anna))[1]).toBe('[WhatsApp Import - 2026-02-03]\n21:15 Anna Berg: Are you there?\n21:16 Ada: Yes\nwhat is it: news?');
    expect((await load('_chat.txt', IPHONE)).counts).toMatchObject({ messages: 0, messages_skipped: 6 });
    expect((await ada.post(`/import/undo/${answer.import_id}`)).status).toBe(200);
    expect(await said(anna)).toEqual([]);
    expect(await notes(anna)).toEqual([]);
  });

  it.each([
    ['Android, day first by a number above 12', '3/2/26, 21:15 - Messages are end-to-end encrypted\n3/2/26, 21:15 - Anna Berg: A\n13/2/26, 21:15 - Ada: B', '2026-02-03T20:15:00+00:00'],
    ['Android, month first, twelve hours', '2/3/26, 9:15\u202fPM - Anna Berg: A\n2/13/26, 9:15\u202fPM - Ada: B', '2026-02-03T20:15:00+00:00'],
    ['dates that run in one order only', '02/03/2026, 21:15 - Anna Berg: A\n03/03/2026, 21:15 - Ada: B\n01/04/2026, 20:15 - Anna Berg: C', '2026-03-02T20:15:00+00:00'],
    ['year first', '2026/02/03, 21:15 - Anna Berg: A\n2026/02/04, 21:15 - Ada: B', '2026-02-03T20:15:00+00:00'],
    ['12 am', '[2/13/26, 12:05:00 AM] Anna Berg: A\n[2/13/26, 12:05:00 PM] Ada: B', '2026-02-12T23:05:00+00:00'],
  ])('dates: %s', async (_, text, first) => {
    const anna = await person('Anna Berg');
    await load('WhatsApp Chat with Anna Berg.txt', text);
    expect((await times(anna))[0]).toBe(first);
    expect((await said(anna)).slice(0, 2)).toEqual(['in A', 'out B']);
  });

  it('with dates that could be either says so, and takes the person’s word', async () => {
    const anna = await person('Anna Berg');
    const text = '02/03/2026, 21:15 - Anna Berg: A\n02/03/2026, 21:16 - Ada: B';
    expect((await load('WhatsApp Chat with Anna Berg.txt', text, { dry_run: 'true' })).warnings[0]).toContain('day first');
    await load('WhatsApp Chat with Anna Berg.txt', text, { date_order: 'month_first' });
    expect((await times(anna))[0]).toBe('2026-02-03T20:15:00+00:00');
  });

  it('in its archive, of a group: messages go to who wrote them; unknown senders are asked for, not guessed', async () => {
    const anna = await person('Anna Berg');
    const [ben1, ben2] = [await person('Ben'), await person('Ben')];
    const tom = await person('Tom Far', { phones: [{ value: '+49 170 1234567' }] });
    const text = '[13.02.26, 08:00:00] Anna Berg: A\n[13.02.26, 08:00:01] Ben: B\n[13.02.26, 08:00:02] +49 170 1234567: T\n[13.02.26, 08:00:03] ~ Neo: N\n[13.02.26, 08:00:04] Ada: mine';
    const zip = zipSync('_chat.txt', Buffer.from(text));
    const dry = await load('WhatsApp Chat - Hikers.zip', zip, { dry_run: 'true', me: 'ADA' });
    expect(dry.counts).toMatchObject({ messages: 2, messages_unmatched: 2, own_in_groups_skipped: 1 });
    expect(dry.choices).toMatchObject([{ name: 'Ben', answer: null, candidates: expect.arrayContaining([{ id: ben1, name: 'Ben' }, { id: ben2, name: 'Ben' }]) }, { key: '~ Neo', name: 'Neo', answer: null, candidates: [] }, { answer: anna }, { answer: tom }, { answer: 'me' }]);
    const done = await load('WhatsApp Chat - Hikers.zip', zip, { me: 'ADA', mapping: JSON.stringify({ Ben: ben2, '~ Neo': 'new', 'Anna Berg': 'skip' }) });
    expect(done.counts).toMatchObject({ messages: 3, people_created: 1, messages_passed_over: 1 });
    expect([await said(ben1), await said(ben2), await said(tom), await said(anna)]).toEqual([[], ['in B'], ['in T'], []]);
  });

  it('twice, with somebody new each time, makes one person once, also from a longer file', async () => {
    const file = '13/2/26, 21:15 - Anna Berg: A\n13/2/26, 21:16 - Ada: B\n13/2/26, 21:17 - Anna Berg: C\n';
    const mapping = { mapping: JSON.stringify({ 'Anna Berg': 'new', Ada: 'me' }) };
    expect((await load('chat.txt', file, mapping)).counts).toMatchObject({ people_created: 1, messages: 3 });
    expect((await load('chat.txt', file, mapping)).counts).toMatchObject({ people_created: 0, messages: 0, messages_skipped: 3 });
    expect((await load('chat.txt', `${file}14/2/26, 08:00 - Anna Berg: D\n`, mapping)).counts).toMatchObject({ people_created: 0, messages: 1, messages_skipped: 3 });
    expect((await load('chat.txt', '15/2/26, 09:00 - Anna Berg: Another one\n15/2/26, 09:01 - Ada: Hi\n', mapping)).counts).toMatchObject({ people_created: 1, messages: 2 });
    const own = '13/2/26, 21:15 - Ada: Hello?\n13/2/26, 21:16 - Ada: Nobody there\n';
    const named = { mapping: JSON.stringify({ 'Ole Dahl': 'new', Ada: 'me' }) };
    for (const created of [1, 0]) expect((await load('WhatsApp Chat with Ole Dahl.txt', own, named)).counts).toMatchObject({ people_created: created });
  });

  it('twice, with new people who are first heard late in a long file of a group, makes each of them once', async () => {
    const long = (more: string) => Array.from({ length: 1100 }, (_, i) => `[13.02.26, ${String(8 + Math.floor(i / 60) % 12).padStart(2, '0')}:${String(i % 60).padStart(2, '0')}:00] Ben: ${i}\n`).join('') + more;
    const file = long('[14.02.26, 08:00:00] Late Lea: ok\n[14.02.26, 08:00:10] Late Lea: ok\n[14.02.26, 08:01:00] Ada: mine\n[14.02.26, 08:02:00] Gone Gil: This message was deleted\n');
    const mapping = { me: 'Ada', mapping: JSON.stringify({ Ben: 'new', 'Late Lea': 'new', 'Gone Gil': 'new' }) };
    const dry = await load('_chat.txt', file, { ...mapping, dry_run: 'true' });
    expect([dry.counts.people_created, dry.choices.find(({ key }: { key: string }) => key === 'Gone Gil')]).toMatchObject([2, { answer: 'new', contact: null }]);
    expect((await load('_chat.txt', file, mapping)).counts).toMatchObject({ people_created: 2, messages: 1102 });
    expect((await load('_chat.txt', file, mapping)).counts).toMatchObject({ people_created: 0, messages: 0, messages_skipped: 1102 });
    const longer = await load('_chat.txt', `${file}[15.02.26, 08:00:00] Late Lea: more\n`, mapping);
    expect(longer.counts).toMatchObject({ people_created: 0, messages: 1, messages_skipped: 1102 });
    const { data } = (await ada.get('/contacts?limit=50')).body as { data: { id: string; full_name: string }[] };
    expect(data.map(({ full_name }) => full_name).toSorted()).toEqual(['Ben', 'Late Lea']);
    expect(await said(data.find(({ full_name }) => full_name === 'Late Lea')!.id)).toEqual(['in ok', 'in ok', 'in more']);
  });

  it('with the year first says nothing of an order that cannot be doubted', async () => {
    await person('Anna Berg');
    for (const line of ['2026-02-03, 21:15 - ', '2026/02/03 下午9:15 - ', '[2026. 2. 3. 오후 9:15:10] ']) expect((await load('chat.txt', `${line}Anna Berg: A\n${line}Ada: B\n`, { me: 'Ada' })).warnings).toEqual([]);
  });

  it('of a group that somebody is chosen for: what you wrote stays with them', async () => {
    const [anna, ben] = [await person('Anna Berg'), await person('Ben')];
    const text = '[13.02.26, 08:00:00] Anna Berg: A\n[13.02.26, 08:00:01] Ben: B\n[13.02.26, 08:00:04] Ada: mine\n[13.02.26, 08:00:05] Tom: T';
    const without = await load('_chat.txt', text, { me: 'Ada' });
    expect(without.warnings.join()).toMatch(/What you wrote in groups yourself is left out \(1\)/);
    const answer = await load('_chat.txt', text, { me: 'Ada', contact_id: anna });
    expect([answer.counts.own_in_groups_skipped, answer.warnings.join()]).toEqual([undefined, expect.not.stringContaining('What you wrote in groups')]);
    expect([await said(anna), await said(ben)]).toEqual([['in A', 'out mine'], ['in B']]);
  });

  it('a line as long as a file, and a zip bomb', async () => {
    const anna = await person('Anna Berg');
    await load('_chat.txt', `[13.02.26, 08:00:00] Anna Berg: ${'a'.repeat(900_000)}\n[13.02.26, 08:00:01] Ada: B`);
    expect((await said(anna)).map((text) => text.length)).toEqual([50_003, 5]);
    expect(await send('WhatsApp Chat - Bomb.zip', zipSync('_chat.txt', Buffer.alloc(50_000_000, 'a')))).toMatchObject({ status: 422, body: { error: expect.stringContaining('hundred times') } });
  });

  it('overlapping exports merge, whatever is cut where', async () => {
    const anna = await person('Anna Berg');
    await fc.assert(
      fc.asyncProperty(fc.array(fc.record({ me: fc.boolean(), text: fc.constantFrom('ok', 'yes', 'no', 'ok\nthen'), pause: fc.constantFrom(60, 61, 3600, 86_400) }), { minLength: 1, maxLength: 25 }), fc.nat(24), fc.nat(24), async (list, a, b) => {
        let at = Date.UTC(2026, 0, 13, 8);
        const lines = list.map(({ me, text, pause }) => {
          at += pause * 1000;
          const iso = new Date(at).toISOString();
          return `[${iso.slice(8, 10)}.${iso.slice(5, 7)}.26, ${iso.slice(11, 19)}] ${me ? 'Ada' : 'Anna Berg'}: ${text}`;
        });
        const parts = [lines.slice(0, a + 1), lines.slice(Math.min(a, b)), lines, lines];
        let stored = 0;
        for (const part of parts.filter((some) => some.length)) stored += (await load('_chat.txt', part.join('\n'), { contact_id: anna, me: 'Ada', mapping: JSON.stringify({ 'Anna Berg': anna }) })).counts.messages ?? 0;
        expect(stored).toBe(lines.length);
        expect(await said(anna)).toEqual(list.map(({ me, text }) => `${me ? 'out' : 'in'} ${text}`));
        const lined = (await notes(anna)).flatMap((note) => note.split('\n').filter((line) => /^\d\d:\d\d /.test(line)));
        expect(lined).toHaveLength(list.length);
        await kith.owner.query('delete from notes where space_id = $1', [ada.space.id]);
        await kith.owner.query('delete from chat_messages where space_id = $1', [ada.space.id]);
      }),
      { numRuns: 12 },
    );
  }, 60_000);
});

describe('Telegram Desktop', () => {
  const message = (id: number, from: string, from_id: string, text: unknown, more: object = {}) => ({ id, type: 'message', date: '2026-02-03T21:15:00', date_unixtime: String(1770149700 + id), from, from_id, text, ...more });
  const CHAT = {
    name: 'Anna', type: 'personal_chat', id: 4242,
    messages: [
      { id: 1, type: 'service', date: '2026-02-03T21:00:00', date_unixtime: '1770148800', actor: 'Anna', action: 'phone_call', text: '' },
      message(2, 'Anna', 'user4242', 'Hello "you" \\ [{'),
      message(3, 'Ada L', 'user1', ['See ', { type: 'link', text: 'https://example.org' }, ' now'], { edited: '2026-02-03T21:20:00', reply_to_message_id: 2 }),
      message(4, 'Anna', 'user4242', '', { photo: 'photos/photo_1.jpg', width: 1, height: 1 }),
      message(5, 'Anna', 'user4242', 'Fwd', { forwarded_from: 'Otto', media_type: 'voice_message', file: '(File not included. Change data exporting settings to download.)' }),
    ],
  };

  it('of one chat: the other is known by Telegram id, the user is whoever is not the other', async () => {
    const anna = await person('Somebody Else', { telegram_id: 4242 });
    expect((await load('result.json', JSON.stringify(CHAT, null, 1))).counts).toMatchObject({ messages: 4, system_messages_skipped: 1, notes: 1 });
    expect(await said(anna)).toEqual(['in Hello "you" \\ [{', 'out See https://example.org now', 'in  photo:photo_1.jpg', 'in [forwarded from Otto] Fwd voice:null']);
    expect((await load('result.json', JSON.stringify(CHAT))).counts).toMatchObject({ messages: 0, messages_skipped: 4 });
  });

  it('knows the other by name, or as not the user, where the chat has another number', async () => {
    const messages = [{ id: 1, type: 'message', date: '2026-02-03T10:00:00', from: 'Anna Berg', from_id: 'user77', text: 'A' }, { id: 2, type: 'message', date: '2026-02-03T10:01:00', from: 'Ada', from_id: 'user1', text: 'B' }];
    const chat = { name: 'Anna Berg', type: 'personal_chat', id: 5551234, messages };
    for (const file of [chat, { about: 'Telegram', personal_information: { user_id: 1, first_name: 'Ada' }, chats: { about: '', list: [{ ...chat, name: 'Anni' }] } }]) {
      const anna = await person('Anna B.', { telegram_id: 77 });
      expect((await load('result.json', JSON.stringify(file))).counts, JSON.stringify(file)).toMatchObject({ messages: 2 });
      expect(await said(anna)).toEqual(['in A', 'out B']);
      await ada.delete(`/contacts/${anna}`);
    }
  });

  it('of the whole account: chats and groups, each to whom it is from; channels and saved messages are left out', async () => {
    const [anna, otto] = [await person('Anna', { telegram_id: 4242 }), await person('Otto Berg')];
    const whole = {
      about: 'Telegram export', personal_information: { user_id: 1, first_name: 'Ada', phone_number: '+49 1' },
      contacts: { list: [{ first_name: 'X', phone_number: '+49 2', date: '2020-01-01T00:00:00' }] },
      chats: { about: '', list: [{ type: 'saved_messages', id: 1, messages: [message(9, 'Ada', 'user1', 'to me')] }, CHAT, { name: 'Hikers', type: 'private_supergroup', id: 77, messages: [message(2, 'Otto Berg', 'user5', 'In the group'), message(3, 'Ada', 'user1', 'mine')] }, { name: 'News', type: 'public_channel', id: 88, messages: [message(1, 'News', 'channel88', 'Ad')] }, { type: 'personal_chat', id: 99, messages: [message(1, 'Who', 'user99', 'Hi')] }] },
    };
    const answer = await load('result.json', JSON.stringify(whole));
    expect(answer.counts).toMatchObject({ messages: 5, channel_messages_skipped: 2, own_in_groups_skipped: 1, messages_unmatched: 1 });
    expect(await said(anna)).toHaveLength(4);
    expect(await said(otto)).toEqual(['in In the group']);
    expect(answer.choices[0]).toMatchObject({ key: 'user99', answer: null });
  });

  it.each([
    ['cut off', (text: string) => text.slice(0, -40), /line 6\d|line [5-9]\d/],
    ['not JSON', (text: string) => text.replace('"text": "Fwd"', '"text": Fwd'), /line \d+/],
    ['cut off in a text', (text: string) => text.slice(0, text.indexOf('Hello') + 3), /line \d+/],
  ])('%s: says where, changes nothing', async (_, damage, where) => {
    const anna = await person('Anna', { telegram_id: 4242 });
    const answer = await send('result.json', damage(JSON.stringify(CHAT, null, 1)));
    expect(answer).toMatchObject({ status: 422, body: { error_code: 'unreadable', error: expect.stringMatching(where) } });
    expect(await said(anna)).toEqual([]);
  });
});

describe('text messages', () => {
  const xml = (...rows: string[]) => `<?xml version='1.0' encoding='UTF-8' standalone='yes' ?>\n<smses count="${rows.length}">\n${rows.join('\n')}\n</smses>`;
  const one = (address: string, type: number, date: number, body: string, name = 'null') => `<sms protocol="0" address="${address}" date="${date}" type="${type}" subject="null" body="${body}" contact_name="${name}" readable_date="x" />`;
  const AT = 1770149700000;

  it('of SMS Backup & Restore: by number in any writing, with MMS, emoji in halves, and without the pictures', async () => {
    const anna = await person('Anna Berg', { phones: [{ value: '+491701234567' }] });
    const picture = 'QUJD'.repeat(20_000);
    const file = xml(
      one('+49 170 1234567', 1, AT, 'Hi &amp; hello &#55357;&#56832;&#0; it&#39;s'), `<sms protocol="0" address="01701234567" date="${AT + 1000}" type="2" body='Yes, data="all" of it' contact_name="null" />`, one('+49 170 1234567', 3, AT, 'draft'),
      `<mms address="+491701234567" date="${AT + 2000}" msg_box="1" contact_name="Anna"><parts><part seq="-1" ct="application/smil" text="&lt;smil&gt;" /><part seq="0" ct="image/jpeg" cl="cat.jpg" data="${picture}" /><part seq="0" ct="text/plain" text="Look" /></parts><addrs><addr address="+491701234567" type="137" /></addrs></mms>`,
    );
    expect((await load('sms-2026.xml', file)).counts).toMatchObject({ messages: 3, drafts_skipped: 1 });
    expect(await said(anna)).toEqual(["in Hi & hello 😀 it's", 'out Yes, data="all" of it', 'in Look photo:cat.jpg']);
    expect((await load('sms-2026.xml', file)).counts).toMatchObject({ messages: 0, messages_skipped: 3 });
  });

  it.each([
    ['entities of its own', '<!DOCTYPE smses [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><smses count="1"><sms protocol="0" address="1" date="1" type="1" body="&b;" /></smses>', /document type/],
    ['cut off', '<smses count="2">\n<sms protocol="0" address="+491701234567" date="1770149700000" type="1" body="A" />\n<sms protocol="0" addr', /damaged/],
    ['another format', '<smses count="1"><sms protocol="0" type="1" date="1"></other></smses>', /damaged/],
  ])('hostile: %s', async (_, content, message) => {
    expect(await send('sms.xml', content)).toMatchObject({ status: 422, body: { error_code: 'unreadable', error: expect.stringMatching(message) } });
  });
});

describe('email', () => {
  const MAIL = ['From: Anna Berg <Anna@Example.org>', 'To: Ada <ada@example.org>', 'Delivered-To: ada@example.org', 'Subject: Re: Boat', 'Message-ID: <1@example.org>', 'Date: Tue, 03 Feb 2026 21:15:00 +0100', 'Content-Type: text/plain; charset=iso-8859-1', 'Content-Transfer-Encoding: 8bit'];
  const mail = (headers: string[], body: string) => `${headers.join('\n')}\n\n${body}`;
  const mbox = Buffer.from([
    'From anna@example.org Tue Feb  3 21:15:00 2026', mail(MAIL, 'Gr\u00fc\u00dfe!\n>From here it goes\n\nOn Mon, 2 Feb 2026 at 10:00, Ada wrote:\n> When?\n> Tell me\n\n-- \nAnna Berg\nSomewhere'), '',
    'From ada@example.org Wed Feb  4 10:00:00 2026', mail(['From: ada@example.org', 'To: anna@example.org, Tom <tom@example.org>', 'Subject: Plans', 'Message-ID: <2@example.org>', 'Date: Wed, 04 Feb 2026 10:00:00 +0100', 'MIME-Version: 1.0', 'Content-Type: multipart/mixed; boundary=b'], '--b\nContent-Type: text/html\n\n<style>p{}</style><p>Let&rsquo;s go&#33;</p><blockquote>old</blockquote>\n--b\nContent-Type: application/pdf; name="map.pdf"\nContent-Disposition: attachment; filename="map.pdf"\nContent-Transfer-Encoding: base64\n\nQUJD\n--b--'), '',
    'From x Wed Feb  4 10:00:00 2026', 'X-Empty: 1', '', '',
  ].join('\n'), 'latin1');

  it('of a mailbox: to whom it is from or to, without what it quotes', async () => {
    const anna = await person('Anna', { emails: [{ value: 'anna@example.org' }] });
    const tom = await person('Tom', { emails: [{ value: 'tom@example.org' }] });
    const answer = await load('Inbox.mbox', mbox);
    expect(answer.counts).toMatchObject({ messages: 3 });
    expect(answer.errors).toMatchObject([{ line: expect.any(Number), message: 'This email has no sender.' }]);
    expect(await said(anna)).toEqual(['in Grüße!\nFrom here it goes', 'out Plans\nLet’s go! file:map.pdf']);
    expect(await said(tom)).toEqual(['out Plans\nLet’s go! file:map.pdf']);
    expect((await load('Inbox.mbox', mbox)).counts).toMatchObject({ messages: 0, messages_skipped: 3 });
  });

  it('to several new people at once makes each of them once', async () => {
    const headers = (n: number) => ['From: ada@example.org', 'To: Lea <lea@example.org>, Gil <gil@example.org>', 'Delivered-To: ada@example.org', `Message-ID: <n${n}@example.org>`, 'Date: Wed, 04 Feb 2026 10:00:00 +0100'];
    const box = (count: number) => Array.from({ length: count }, (_, n) => `From ada@example.org Wed Feb  4 10:00:00 2026\n${mail(headers(n), `Hello ${n}`)}\n\n`).join('');
    const mapping = { me: 'ada@example.org', mapping: JSON.stringify({ 'lea@example.org': 'new', 'gil@example.org': 'new' }) };
    expect((await load('Sent.mbox', box(2), mapping)).counts).toMatchObject({ people_created: 2, messages: 4 });
    expect((await load('Sent.mbox', box(3), mapping)).counts).toMatchObject({ people_created: 0, messages: 2, messages_skipped: 4 });
  });

  it('of one mail, for a person who is named', async () => {
    const anna = await person('Annika');
    expect((await load('mail.eml', Buffer.from(mail(MAIL.slice(0, 2).concat(MAIL.slice(3)), 'Ahoy'), 'latin1'), { contact_id: anna, me: 'ada@example.org' })).counts).toMatchObject({ messages: 1 });
    expect(await said(anna)).toEqual(['in Ahoy']);
  });
});

describe('iMessage and Signal', () => {
  it('of imessage-exporter', async () => {
    const anna = await person('Anna', { phones: [{ value: '+491701234567' }] });
    const text = 'Feb 03, 2026  9:15:07 PM (Read by you after 1 second)\n+491701234567\nHello\nthere\nTapbacks:\n    Loved by Me\n\n    Feb 03, 2026  9:17:00 PM\n    Me\n    A reply\n\nFeb 03, 2026  9:16:00 PM\nMe\nattachments/1/IMG_1.HEIC\nLook\n\nFeb 03, 2026  9:17:00 PM\nMe\nA reply\nThis message responded to an earlier message.\n';
    expect((await load('+491701234567.txt', text)).counts).toMatchObject({ messages: 3 });
    expect(await said(anna)).toEqual(['in Hello\nthere', 'out Look photo:IMG_1.HEIC', 'out A reply']);
    expect((await times(anna))[0]).toBe('2026-02-03T20:15:07+00:00');
  });

  it.each([
    ['chat.md', '[2026-02-03, 21:15] Anna: Hello there\n[2026-02-03, 21:16] Me: See ![cat.jpg](media/cat.jpg)  \n\n> Hello there\n\nyes (- Anna: 👍 -)\n'],
    ['data.json', '{"date":"2026-02-03 21:15:00","sender":"Anna","body":"Hello there","quote":"","sticker":"","reactions":[],"attachments":[]}\n{"date":"2026-02-03 21:16:00","sender":"Me","body":"See yes","quote":"","attachments":[{"name":"cat.jpg","path":"x"}]}\n'],
  ])('of signal-export: %s', async (name, text) => {
    const anna = await person('Anna Berg');
    expect((await load(name, text, { contact_id: anna })).counts).toMatchObject({ messages: 2 });
    expect((await said(anna)).map((line) => line.replace(/\s+/g, ' ').replace('file:', 'photo:'))).toEqual(['in Hello there', 'out See yes photo:cat.jpg']);
  });
});

describe('POST /import/chat', () => {
  it.each([
    [{ format: 'fax' }, 422, 'format'],
    [{ mapping: '{' }, 400, 'mapping'],
    [{ mapping: '{"Anna Berg":"everybody"}' }, 400, 'mapping'],
    [{ mapping: '{"Anna Berg":"00000000-0000-7000-8000-000000000000"}' }, 404, undefined],
    [{ contact_id: '00000000-0000-7000-8000-000000000000' }, 404, undefined],
    [{ contact_id: 'x' }, 400, 'contact_id'],
  ])('refuses %j', async (fields, status, field) => {
    expect(await send('_chat.txt', IPHONE, fields as Record<string, string>)).toMatchObject({ status, body: field ? { field } : {} });
  });

  it.each([['people.csv', 'Contact Name,Category,Content\nIda,Goals,Boat\n'], ['nothing.bin', '\u0000\u0001\u0002'], ['empty.txt', '']])('refuses %s', async (name, content) => {
    expect((await send(name, content)).status).toBe(422);
  });

  it('of a large file is a job, and is analysed when asked for', async () => {
    const anna = await person('Anna Berg');
    const lines = Array.from({ length: 20_000 }, (_, i) => `[${String(1 + Math.floor((i % 10_000) / 360)).padStart(2, '0')}.01.2${i < 10_000 ? 4 : 5}, 10:${String(Math.floor((i % 360) / 6)).padStart(2, '0')}:00] ${i % 2 ? 'Ada' : 'Anna Berg'}: message number ${i}, about ${'this and that '.repeat(3)}`);
    const answer = await send('_chat.txt', lines.join('\n'), { mapping: JSON.stringify({ Ada: 'me' }) });
    expect(answer.status).toBe(202);
    await expect.poll(async () => (await ada.get(`/jobs/${answer.body.job_id}`)).body.job.state, { timeout: 60_000, interval: 500 }).toBe('completed');
    expect((await ada.get(`/imports/${answer.body.import_id}`)).body.import).toMatchObject({ state: 'done', counts: { messages: 20_000 } });
    expect((await ada.get(`/contacts/${anna}`)).body.contact.note_count).toBeGreaterThanOrEqual(56);
  }, 90_000);
});
