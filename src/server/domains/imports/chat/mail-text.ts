const ATTRIBUTION = /^(?:On|Am|Le|El|Il|Em|Op|Den|В)\s.{5,200}(?:wrote|schrieb.{0,120}|a écrit|escribió|ha scritto|escreveu|schreef.{0,120}|skrev.{0,120}|написал.{0,120})\s?:$/i;
const ORIGINAL = /^(?:-{3,}\s?(?:Original Message|Ursprüngliche Nachricht|Message d'origine|Mensaje original|Forwarded message)\s?-{3,}|_{20,}|(?:From|Von|De|Da|Van): .{1,200})$/i;
const BELOW = /^(?:Sent|Date|To|Gesendet|Datum|An|Envoyé|À|Enviado|Para|Inviato|A|Verzonden|Aan|Subject|Betreff): /i;

/**
 * What somebody wrote themselves: without the mail they answer and without their signature. Answers between quoted lines stay; of a mail
 * that has nothing else, all stays.
 */
export function ownWords(text: string): string {
  const lines = text.replace(/\r\n?/g, '\n').split('\n').map((line) => line.trimEnd());
  const kept: string[] = [];
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i]!;
    if (line === '--' || line === '-- ' || (line.length < 1000 && ORIGINAL.test(line) && (line.startsWith('-') || BELOW.test(lines[i + 1] ?? '') || (line.startsWith('_') && /^(From|Von|De): /.test(lines[i + 1] ?? ''))))) break;
    if (line.startsWith('>')) continue;
    const next = lines.slice(i + 1, i + 4).find(Boolean);
    if (line.length < 400 && next?.startsWith('>') && ATTRIBUTION.test(line)) continue;
    if (line.length < 400 && lines[i + 1] && ATTRIBUTION.test(`${line} ${lines[i + 1]}`) && lines.slice(i + 2, i + 5).find(Boolean)?.startsWith('>')) {
      i++;
      continue;
    }
    kept.push(line);
  }
  const own = kept.join('\n').replace(/\n{3,}/g, '\n\n').trim();
  return own || text.trim();
}

const ENTITIES: Record<string, string> = {
  amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ', rsquo: '’', lsquo: '‘', rdquo: '”', ldquo: '“', bdquo: '„', sbquo: '‚', laquo: '«', raquo: '»', ndash: '–', mdash: '—', hellip: '…', bull: '•', middot: '·', euro: '€', pound: '£', copy: '©', reg: '®',
  trade: '™', deg: '°', times: '×', shy: '', zwnj: '', zwj: '', ensp: ' ', emsp: ' ', thinsp: ' ', auml: 'ä', ouml: 'ö', uuml: 'ü', Auml: 'Ä', Ouml: 'Ö', Uuml: 'Ü', szlig: 'ß', eacute: 'é', egrave: 'è', ecirc: 'ê', euml: 'ë', agrave: 'à', aacute: 'á', acirc: 'â', aring: 'å',
  atilde: 'ã', aelig: 'æ', ccedil: 'ç', iacute: 'í', icirc: 'î', iuml: 'ï', ntilde: 'ñ', oacute: 'ó', ocirc: 'ô', otilde: 'õ', oslash: 'ø', uacute: 'ú', ugrave: 'ù', ucirc: 'û', Eacute: 'É', Aring: 'Å', Oslash: 'Ø', Ccedil: 'Ç', iexcl: '¡', iquest: '¿',
};

/** The text of a mail that has only HTML. */
export function htmlText(html: string): string {
  const quoted = html.search(/<div[^<>]{0,200}class="?(?:gmail_quote|moz-cite-prefix|yahoo_quoted)|<blockquote/i);
  return (quoted > 0 ? html.slice(0, quoted) : html)
    .replace(/<(style|script|head|title)\b[^<>]*>[^<]*(?:<(?!\/\1)[^<]*)*<\/\1\s*>/gi, ' ')
    .replace(/\s+/g, ' ')
    .replace(/<(?:br|\/p|\/div|\/tr|\/li|\/h\d)\b[^<>]*>/gi, '\n')
    .replace(/<[^<>]*>/g, '')
    .replace(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|(\w{2,6}));/gi, (whole, decimal: string, hex: string, name: string) => {
      if (name) return ENTITIES[name] ?? ENTITIES[name.toLowerCase()] ?? whole;
      const code = decimal ? Number(decimal) : Number.parseInt(hex, 16);
      return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : '';
    })
    .split('\n').map((line) => line.trim()).join('\n').replace(/\n{3,}/g, '\n\n').trim();
}
