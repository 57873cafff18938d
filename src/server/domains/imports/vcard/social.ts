/** Profiles and messenger addresses: the properties of cards on one side, `{network, handle}` on the other. */

type Social = { network: string; handle: string };

/** Messengers, written as IMPP: network → scheme. */
const MESSENGERS: Record<string, string> = {
  jabber: 'xmpp', skype: 'skype', aim: 'aim', icq: 'icq', msn: 'msnim', yahoo: 'ymsgr', 'google talk': 'gtalk', qq: 'qq', 'gadu-gadu': 'gg',
  telegram: 'telegram', whatsapp: 'whatsapp', signal: 'signal', matrix: 'matrix', threema: 'threema',
};
const BY_SCHEME = new Map([...Object.entries(MESSENGERS).map(([network, scheme]) => [scheme, network] as const), ['msn', 'msn'], ['xmpp', 'jabber'], ['sip', 'sip']]);
/** The old one-network properties: X-SKYPE, X-JABBER … */
export const OLD_MESSENGERS: Record<string, string> = {
  'X-JABBER': 'jabber', 'X-SKYPE': 'skype', 'X-SKYPE-USERNAME': 'skype', 'X-AIM': 'aim', 'X-ICQ': 'icq', 'X-MSN': 'msn', 'X-YAHOO': 'yahoo', 'X-GOOGLE-TALK': 'google talk',
  'X-QQ': 'qq', 'X-GADUGADU': 'gadu-gadu', 'X-TWITTER': 'twitter', 'X-MATRIX': 'matrix', 'X-TELEGRAM': 'telegram',
};
/** Where the profiles of a network are. */
const PROFILES: Record<string, string> = {
  twitter: 'https://twitter.com/', facebook: 'https://www.facebook.com/', linkedin: 'https://www.linkedin.com/in/', instagram: 'https://www.instagram.com/', github: 'https://github.com/',
};

/** IMPP:scheme:handle, with the service in a parameter when there is one. */
export function readImpp(value: string, service?: string): Social {
  const match = /^([a-z][a-z0-9+.-]*):(.*)$/is.exec(value);
  const scheme = match?.[1]!.toLowerCase() ?? '';
  const known = BY_SCHEME.get(scheme);
  const network = (service ?? known ?? (scheme && scheme !== 'x-apple' ? scheme : 'messenger')).toLowerCase();
  // an address of the web stays whole
  return { network: network === 'googletalk' ? 'google talk' : network, handle: !match || /^https?$/.test(scheme) ? value : decoded(match[2]!.replace(/^\/\//, '')) };
}

/** X-SOCIALPROFILE (Apple) and SOCIALPROFILE (RFC 9554). */
export function readProfile(value: string, network: string | undefined, user: string | undefined): Social {
  const own = /^x-apple:(.*)$/is.exec(value);
  return { network: network?.trim() || 'profile', handle: user?.trim() || (own ? decoded(own[1]!) : value) };
}

/** How a profile is written: as IMPP, as URL (network "website"), or as X-SOCIALPROFILE. */
export function writeSocial({ network, handle }: Social): { name: 'IMPP' | 'URL' | 'X-SOCIALPROFILE'; params: Record<string, string>; value: string } {
  if (network === 'website') return { name: 'URL', params: {}, value: handle };
  const scheme = MESSENGERS[network];
  if (scheme && !/^https?:/i.test(handle)) return { name: 'IMPP', params: { 'X-SERVICE-TYPE': network }, value: `${scheme}:${encoded(handle)}` };
  if (/^https?:/i.test(handle)) return { name: 'X-SOCIALPROFILE', params: { TYPE: network }, value: handle };
  const profile = PROFILES[network];
  const plain = /^[\w.-]+$/.test(handle);
  return { name: 'X-SOCIALPROFILE', params: { TYPE: network, ...(profile && plain ? { 'X-USER': handle } : {}) }, value: profile && plain ? profile + handle : `x-apple:${encoded(handle)}` };
}

/** Escapes what would end a value or a URI early; letters of any script stay readable. */
const encoded = (handle: string) => handle.replace(/[%\\;,\s"<>^`{|}]/g, (one) => encodeURIComponent(one)).replace(/^\/\//, '%2F%2F');

/** Percent escapes as text. */
export function decoded(handle: string): string {
  try {
    return decodeURIComponent(handle);
  } catch {
    return handle; // a lone percent sign
  }
}
