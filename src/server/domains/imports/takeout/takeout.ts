import type { Entry } from 'yauzl';
import { unacceptable } from '../../../platform/errors.ts';
import { contactsCsv } from '../address-book/contacts-csv.ts';
import type { Found } from '../address-book/draft.ts';
import { bookImporter, BookOptions, weighFound } from '../address-book/importer.ts';
import { defineFormat } from '../format.ts';
import { readVCards } from '../vcard/read.ts';
import { type Archive, withArchive } from './zip.ts';

const PHOTO_BYTES = 5 * 1024 * 1024;
const folderOf = (name: string) => name.slice(0, name.lastIndexOf('/') + 1);

/** Google Takeout: the contacts in its archive, as vCard or CSV. Folders are named in the language of the account, so file types tell. */
export const takeout = defineFormat<Found, typeof BookOptions>({
  kind: 'takeout',
  label: 'Google Takeout',
  description: 'The ZIP archive of a Google Takeout with Contacts: every vCard file in it with the photos beside them, or its CSV. Other products in the archive are left alone. Works for any ZIP with vCard files.',
  extensions: ['.zip'],
  options: BookOptions,
  accepts: ({ bytes, name }) => bytes.subarray(0, 4).toString('latin1') === 'PK\x03\x04' && (/takeout|contact|vcf|vcard/.test(name) || /Takeout\/|\.vcf/i.test(bytes.toString('latin1'))),
  async *parse(open, run) {
    yield* withArchive<Found>(open(), async function* (archive) {
      const files = archive.entries.filter(({ fileName }) => !fileName.endsWith('/') && !/(^|\/)(__MACOSX\/|\._)/.test(fileName));
      const cards = files.filter(({ fileName }) => /\.(vcf|vcard)$/i.test(fileName));
      const tables = cards.length ? [] : files.filter(({ fileName }) => /(^|\/)[^/]*contact[^/]*\.csv$|\/(contacts|kontakte|contactos|contatti|contacts? )[^/]*\/.*\.csv$/i.test(fileName));
      if (cards.length + tables.length === 0) throw unacceptable('file', 'There are no contacts in this archive. Ask Google Takeout for “Contacts” and import that archive.');
      const pictures = new Map(files.filter(({ fileName }) => /\.(jpe?g|png|gif|webp)$/i.test(fileName)).map((entry) => [entry.fileName.replace(/\.\w+$/, '').toLowerCase(), entry]));
      for (const entry of cards) {
        for await (const found of readVCards(archive.read(entry))) {
          if ('draft' in found && !found.draft.photo && run.options.photos) found.draft.photo = await pictureOf(archive, pictures.get(`${folderOf(entry.fileName)}${found.draft.fields.full_name}`.toLowerCase()));
          yield found;
        }
      }
      // the rows and options of an address book, which a registered format no longer tells
      for (const entry of tables) yield* contactsCsv.parse(() => archive.read(entry), run as never) as AsyncIterable<Found>;
    });
  },
  start: (run) => bookImporter(run, 'takeout'),
  weigh: weighFound,
});

/** The photo that Takeout lays beside a card under the person's name. */
async function pictureOf(archive: Archive, entry: Entry | undefined): Promise<Buffer | null> {
  if (!entry || entry.uncompressedSize > PHOTO_BYTES) return null;
  return Buffer.concat(await Array.fromAsync(archive.read(entry)));
}
