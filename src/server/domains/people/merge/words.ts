/** Words of a name that say nothing about who it is. */
export const TITLES = ['dr', 'prof', 'professor', 'mr', 'mrs', 'ms', 'miss', 'herr', 'frau', 'sir', 'phd', 'md', 'mba', 'ing', 'dipl'];
/** Words that tell father and son of one name apart. */
export const GENERATIONS = new Set(['jr', 'junior', 'sr', 'senior', 'ii', 'iii', 'iv']);

/** Where anybody may have an address. */
export const PUBLIC_DOMAINS = [
  'gmail.com', 'googlemail.com', 'outlook.com', 'hotmail.com', 'hotmail.co.uk', 'live.com', 'msn.com', 'yahoo.com', 'yahoo.co.uk', 'yahoo.de', 'ymail.com', 'icloud.com', 'me.com', 'mac.com', 'aol.com',
  'gmx.de', 'gmx.net', 'gmx.at', 'gmx.ch', 'web.de', 't-online.de', 'freenet.de', 'mail.com', 'mail.ru', 'yandex.ru', 'yandex.com', 'proton.me', 'protonmail.com', 'pm.me', 'posteo.de', 'mailbox.org',
  'fastmail.com', 'zoho.com', 'orange.fr', 'free.fr', 'laposte.net', 'wanadoo.fr', 'libero.it', 'virgilio.it', 'qq.com', '163.com', '126.com', 'naver.com', 'comcast.net', 'verizon.net', 'att.net', 'btinternet.com', 'sky.com', 'bluewin.ch', 'hey.com', 'tutanota.com',
];
/** Mailboxes of a house, not of a person. */
export const SHARED_MAILBOX = /^(info|office|hello|contact|kontakt|mail|team|sales|support|admin|service|family|familie|noreply|no-reply|hr|jobs|press|reception|billing|accounts?|enquiries|buero)@/;
