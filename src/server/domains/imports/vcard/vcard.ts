import { unacceptable } from '../../../platform/errors.ts';
import { bookImporter, BookOptions, weighFound } from '../address-book/importer.ts';
import type { Found } from '../address-book/draft.ts';
import { defineFormat } from '../format.ts';
import { readVCards } from './read.ts';

/** vCard files, of any version and any program. */
export const vcard = defineFormat<Found, typeof BookOptions>({
  kind: 'vcard',
  label: 'vCard',
  description: 'People from an address book (Apple, Google, Outlook, Nextcloud, a phone) in version 2.1, 3.0 or 4.0, with photos. A person is recognised by the id of the card, by email or phone, else by the exact name and one more agreement. What Kith has no field for is kept and exported again.',
  extensions: ['.vcf', '.vcard'],
  options: BookOptions,
  accepts: ({ text }) => /^\s*(?:[\w.-]+\.)?BEGIN:\s*VCARD\s*$/im.test(text.slice(0, 4096)),
  async *parse(open) {
    let any = false;
    for await (const found of readVCards(open())) {
      any = true;
      yield found;
    }
    if (!any) throw unacceptable('file', 'There is no card in this file: a vCard file has a line BEGIN:VCARD for each person.');
  },
  start: (run) => bookImporter(run, 'vcard'),
  weigh: weighFound,
});
