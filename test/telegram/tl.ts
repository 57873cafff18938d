import { createRequire } from 'node:module';
import { __tlReaderMap, __tlWriterMap, TlBinaryReader, TlBinaryWriter } from '@mtcute/core/utils.js';

/**
 * The server's half of the type language. mtcute can write everything but reads only what servers send, so readers of requests and
 * of what they hold are made here from the schema it carries.
 */
type Argument = { name: string; type: string; typeModifiers?: { predicate?: string; isVector?: boolean; isBareVector?: boolean } };
type Entry = { name: string; id: number; arguments: Argument[] };
// oxlint-disable-next-line typescript/no-explicit-any -- objects of a schema that is read at run time
export type Tl = { _: string } & Record<string, any>;

const load = createRequire(import.meta.url);
const entries: Entry[] = [...load('@mtcute/core/tl/api-schema.json').e, ...load('@mtcute/core/tl/mtp-schema.json')];

const camel = (name: string) => name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());

function readType(reader: TlBinaryReader, type: string): unknown {
  switch (type) {
    case 'int': return reader.int();
    case '#': return reader.uint();
    case 'int53': return reader.int53();
    case 'long': return reader.long();
    case 'double': return reader.double();
    case 'string': return reader.string();
    case 'bytes': return reader.bytes();
    case 'int128': return reader.int128();
    case 'int256': return reader.int256();
    case 'Bool': return reader.boolean();
    default: return reader.object();
  }
}

function readEntry(reader: TlBinaryReader, entry: Entry): Tl {
  const result: Tl = { _: entry.name };
  for (const { name, type, typeModifiers: how } of entry.arguments) {
    if (how?.predicate) {
      const [flags, bit] = how.predicate.split('.') as [string, string];
      const there = ((result[camel(flags)] as number) & (1 << Number(bit))) !== 0;
      if (type === 'true') {
        result[camel(name)] = there;
        continue;
      }
      if (!there) continue;
    }
    result[camel(name)] = how?.isVector ? reader.vector(() => readType(reader, type)) : readType(reader, type);
  }
  return result;
}

type Readers = Record<number, (reader: TlBinaryReader) => unknown>;
// the library names the readers it has one by one; here others are added to them
const readers = { ...__tlReaderMap } as Readers;
for (const entry of entries) readers[entry.id] ??= (reader: TlBinaryReader) => readEntry(reader, entry);

/** Reads one object from the bytes. */
export const readTl = (data: Uint8Array) => new TlBinaryReader(readers as unknown as typeof __tlReaderMap, data as Uint8Array<ArrayBuffer>);
/** The bytes of one object. */
export const writeTl = (object: Tl) => TlBinaryWriter.serializeObject(__tlWriterMap, object);
