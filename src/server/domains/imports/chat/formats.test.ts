import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Client, signUp, type TestKith, testKith } from '../../../../../test/harness.ts';

let kith: TestKith;
let ada: Client;
let anna: string;
beforeAll(async () => {
  kith = await testKith();
});
afterAll(() => kith.close());
beforeEach(async () => {
  ada = await signUp(kith);
  await ada.patch('/auth/preferences', { time_zone: 'Europe/Berlin' });
  anna = (await ada.post('/contacts', { full_name: 'Anna Berg', phones: [{ value: '+491701234567' }], emails: [{ value: 'anna@example.org' }] })).body.contact.id;
});

type Row = { text: string; direction: string; sent_at: string; attachments: { name: string | null; type: string }[] };
async function load(name: string, content: string | Uint8Array, fields: Record<string, string> = {}) {
  const answer = await ada.upload('POST', '/import/chat', 'file', { name, content }, fields);
  expect(answer.status, JSON.stringify(answer.body)).toBe(200);
  return answer.body;
}
const rows = async () => ((await ada.get(`/contacts/${anna}/messages?limit=100`)).body.data as Row[]).toReversed();
const said = async () => (await rows()).map(({ text, direction, attachments }) => [direction, text, ...attachments.map(({ name, type }) => `${type}:${name}`)].join(' '));

describe('WhatsApp in other languages', () => {
  it.each([
    ['Finnish', '[3.2.2026 klo 21.15.07] Anna Berg: A\n[13.2.2026 klo 8.00.00] Ada: B'],
    ['French, older', '03/02/2026 à 21:15 - Anna Berg: A\n13/02/2026 à 08:00 - Ada: B'],
    ['Swedish', '2026-02-03 kl. 21:15 - Anna Berg: A\n2026-02-13 kl. 08:00 - Ada: B'],
    ['Swedish, iPhone', '\u200e[2026-02-03 21:15:07] Anna Berg: A\n[2026-02-13 08:00:00] Ada: B'],
    ['Canadian', '2026-02-03, 9:15\u202fp.m. - Anna Berg: A\n2026-02-13, 8:00\u202fa.m. - Ada: B'],
    ['Chinese, iPhone', '[2026/2/3 下午9:15:07] Anna Berg: A\n[2026/2/13 上午8:00:00] Ada: B'],
    ['Korean', '2026. 2. 3. 오후 9:15 - Anna Berg: A\n2026. 2. 13. 오전 8:00 - Ada: B'],
    ['Arabic', '\u200f٣\u200f/٢\u200f/٢٠٢٦، ٩:١٥ م - Anna Berg: A\n\u200f١٣\u200f/٢\u200f/٢٠٢٦، ٨:٠٠ ص - Ada: B'],
    ['Spanish', '3/2/26, 9:15 p.\u00a0m. - Anna Berg: A\n13/2/26, 8:00 a.\u00a0m. - Ada: B'],
  ])('%s', async (_, text) => {
    await load('WhatsApp Chat with Anna Berg.txt', text);
    expect(await said()).toEqual(['in A', 'out B']);
    expect((await rows()).map(({ sent_at }) => sent_at.slice(0, 16))).toEqual(['2026-02-03T20:15', '2026-02-13T07:00']);
  });

  it.each(['<Media omitted>', '<Medien ausgeschlossen>', '<Multimedia omitido>', '<Mídia oculta>', '<Médias omis>', '<Media omessi>', '<Без медиафайлов>', '<メディアなし>', '<省略多媒体文件>', '<Medya dahil edilmedi>', '\u200eBild weggelassen', '\u200eimagem ocultada', '\u200evidéo absente', '\u200esticker omis', '\u200e图片已忽略'])('%s is a file that was left out', async (omitted) => {
    await load('_chat.txt', `[03.02.26, 21:15:07] Anna Berg: A\n[03.02.26, 21:15:08] Anna Berg: ${omitted}\n[03.02.26, 21:16:00] Ada: B`);
    expect((await said())[1]).toMatch(/^in {2}[\p{L} ]+:null$/u);
  });

  it.each(['This message was deleted', 'You deleted this message.', 'Diese Nachricht wurde gelöscht.', 'Se eliminó este mensaje.', 'Mensagem apagada'])('%s is no message', async (gone) => {
    await load('_chat.txt', `[03.02.26, 21:15:07] Anna Berg: A\n[03.02.26, 21:15:08] Anna Berg: \u200e${gone}\n[03.02.26, 21:15:09] Anna Berg: ${gone}\n[03.02.26, 21:16:00] Ada: B \u200e<This message was edited>`);
    expect(await said()).toEqual(['in A', 'out B']);
  });

  it('what only looks like a time, a name or a mark stays what was said', async () => {
    await load('_chat.txt', '[03.02.26, 21:15:07] Anna Berg: meet 下午2:08 or 14.30\n12.30 is fine too\n3/2: no\n<3 <b>media</b>\n[03.02.26, 21:16:00] Ada: she said: "media omitted" and <media> left');
    expect(await said()).toEqual(['in meet 下午2:08 or 14.30\n12.30 is fine too\n3/2: no\n<3 <b>media</b>', 'out she said: "media omitted" and <media> left']);
  });
});

describe('imessage-exporter', () => {
  it('announcements, effects, tapbacks in the middle, files that are missing', async () => {
    const text = [
      'Feb 03, 2026  9:15:07 PM', '+491701234567', 'Hello', 'Sent with Confetti', 'Tapbacks:', '    Loved by Me', '', 'and a second part', '',
      'Feb 03, 2026  9:16:00 PM +491701234567 named the conversation Trip: the plan', '',
      'Feb 03, 2026  9:17:00 PM (Delivered)', 'Me', 'Attachment missing!', 'Look', 'Reactions:', 'Liked by +491701234567', '', '',
      'Feb 03, 2026  9:18:00 PM You unsent a message!', '',
    ].join('\n');
    expect((await load('+491701234567.txt', text)).counts).toMatchObject({ messages: 2, system_messages_skipped: 2 });
    expect(await said()).toEqual(['in Hello\nand a second part', 'out Look file:null']);
  });
});

describe('signal-export', () => {
  it('deleted messages, calls, stickers, and lines of nobody', async () => {
    const md = '[2026-02-03 21:15:00] Anna Berg: Hi  \n[2026-02-03 21:15:30] No-Sender:   \n[2026-02-03 21:16:00] Me: (This message was deleted)\n[2026-02-03 21:17:00] Anna Berg: Missed voice call  \n[2026-02-03 21:18:00] Me: \n\n> Hi\n\nyes  [👍](../exported_stickers/abc/1.webp)  \n[2026-02-03 21:19:00] Anna Berg: bye  \n(( 👋 ))\n';
    expect((await load('chat.md', md)).counts).toMatchObject({ messages: 3, system_messages_skipped: 3 });
    expect(await said()).toEqual(['in Hi', 'out yes sticker:👍', 'in bye sticker:👋']);
  });

  it('the same as data.json', async () => {
    const line = (value: object) => JSON.stringify({ date: '2026-02-03T21:15:00', sender: 'Anna Berg', body: '', quote: '', sticker: null, reactions: [], attachments: [], deleted: false, call: false, ...value });
    await load('data.json', [line({ body: 'Hi' }), line({ deleted: true }), line({ call: true, body: 'Missed voice call' }), line({ sender: 'No-Sender' }), line({ sender: 'Me', sticker: { emoji: '👍', id: '1' } })].join('\n'));
    expect(await said()).toEqual(['in Hi', 'out  sticker:👍']);
  });
});

describe('SMS Backup & Restore', () => {
  it('MMS with a subject, in seconds, with a contact; of a group, from whom it is', async () => {
    const mms = (address: string, date: string, from: string, parts: string, more = '') => `<mms address="${address}" date="${date}" msg_box="1" contact_name="null" ${more}><parts>${parts}</parts><addrs><addr address="${from}" type="137" /><addr address="insert-address-token" type="151" /></addrs></mms>`;
    const text = (said: string) => `<part seq="0" ct="text/plain" text="${said}" />`;
    const xml = `<?xml version='1.0'?><smses count="3">${mms('+491701234567', '1770149700', '+491701234567', text('In seconds'), 'sub="Trip"')}${mms('+491701234567', '1770149800000', '+491701234567', '<part seq="0" ct="text/x-vCard" cl="tom.vcf" text="null" />', 'sub="NoSubject"')}${mms('+491701234567~+491719999999', '1770149900000', '+491701234567', text('To all'))}</smses>`;
    await load('sms.xml', xml);
    expect(await said()).toEqual(['in Trip\nIn seconds', 'in  contact:tom.vcf', 'in To all']);
    expect((await rows())[0]!.sent_at.slice(0, 10)).toBe('2026-02-03');
  });
});

describe('mailboxes', () => {
  it('words in other alphabets, HTML alone, quoted From lines, drafts', async () => {
    const mail = (headers: string[], body: string) => ['From x Tue Feb  3 21:15:00 2026', 'From: =?utf-8?Q?Anna_B=C3=A9rg?= <anna@example.org>', 'To: ada@example.org', 'Date: Tue, 3 Feb 2026 21:15:00 +0100 (CET)', ...headers, '', body, ''].join('\r\n');
    const box = [
      mail(['Message-ID: <1@x>', 'Subject: =?UTF-8?B?R3LDvMOfZQ==?= =?iso-8859-1?Q?_und_K=FCsse?=', 'Content-Type: text/plain; charset=utf-8'], '>>From deep\r\n>From here\r\nFrom the start it was fine'),
      mail(['Message-ID: <2@x>', 'Subject: Re: x', 'Content-Type: text/html; charset=utf-8', 'Content-Transfer-Encoding: quoted-printable'], '<p>It=E2=80=99s &ldquo;gr&uuml;n&rdquo; &mdash; caf&eacute; &Uuml; &unknown; &#8364;5</p><script>bad()</script><blockquote>old</blockquote>'),
      mail(['Message-ID: <3@x>', 'X-Gmail-Labels: Drafts,Unread', 'Subject: never sent'], 'x'),
    ].join('\r\n');
    expect((await load('Inbox.mbox', box)).counts).toMatchObject({ messages: 2, drafts_skipped: 1 });
    expect(await said()).toEqual([expect.stringMatching(/^in Grüße und Küsse\n(.*\n)?From here\nFrom the start it was fine$/), 'in It’s “grün” — café Ü &unknown; €5']);
  });
});
