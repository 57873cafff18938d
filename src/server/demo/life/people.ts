import type { LifePerson, LifeTag } from './shapes.ts';

/**
 * The people of an invented life: somebody in their thirties in Portland, Maine, who designs maps for a small firm and runs with
 * friends. Nobody here exists; addresses end in example.org and telephone numbers are of the range kept for stories (555-01xx).
 */
export const TAGS: LifeTag[] = [
  { name: 'Family', color: '#e5484d', description: 'The ones who were there first' },
  { name: 'Friends', color: '#30a46c', description: null },
  { name: 'Work', color: '#3e63dd', description: 'Colleagues, clients and those who were' },
  { name: 'Neighbours', color: '#f5a524', description: '14 Brackett Street and around' },
  { name: 'Running', color: '#12a594', description: 'Thursday evenings at the Back Cove' },
  { name: 'Books', color: '#8e4ec6', description: 'Talks about what they read' },
  { name: 'Music', color: '#d6409f', description: null },
  { name: 'Catch up', color: '#ff802b', description: 'It has been too long' },
  { name: 'Gift ideas', color: '#978365', description: 'Written down when they say it, not in the week before' },
];

const phone = (last: string, label = 'mobile') => ({ label, value: `+1 207 555 01${last}` });
const email = (value: string, label = 'home') => ({ label, value: `${value}@example.org` });
const home = (street: string, city: string, region: string, postal_code = '', country = 'United States') => ({ label: 'home', street, city, region, postal_code, country });

export const PEOPLE: LifePerson[] = [
  // family
  {
    key: 'marta', full_name: 'Marta Lindqvist', nickname: 'Mum', tier: 1, starred: true, tags: ['Family', 'Books'], birthday: { in_days: 9, year: 1959 }, pronouns: 'she/her',
    emails: [email('marta.lindqvist')], phones: [phone('02'), phone('03', 'home')], addresses: [home('27 Maple Hill Road', 'Burlington', 'VT', '05401')],
    title: 'School librarian (retired)', important_dates: [{ label: 'Wedding anniversary', date: '1984-06-16' }], description: 'Call on Sundays, after the crossword.',
  },
  {
    key: 'henrik', full_name: 'Henrik Lindqvist', nickname: 'Dad', tier: 1, starred: true, tags: ['Family'], birthday: '1956-11-03', emails: [email('henrik.lindqvist')], phones: [phone('04')],
    addresses: [home('27 Maple Hill Road', 'Burlington', 'VT', '05401')], title: 'Ferry mechanic (retired)', custom_fields: [{ label: 'Coat size', value: 'L, long sleeves' }],
  },
  {
    key: 'jonas', full_name: 'Jonas Lindqvist', nickname: 'Jojo', tier: 1, tags: ['Family', 'Music'], birthday: '1992-02-27', emails: [email('jonas'), email('chef', 'work')], phones: [{ label: 'mobile', value: '+1 514 555 0111' }],
    addresses: [home('5520 rue Clark', 'Montréal', 'QC', 'H2T 2V5', 'Canada')], company: 'Bistro Lune', title: 'Sous-chef', social_handles: [{ network: 'instagram', handle: '@jonas.cooks.example' }],
  },
  {
    key: 'noor', full_name: 'Noor Haddad', tier: 1, starred: true, tags: ['Family', 'Running'], birthday: { in_days: 34, year: 1990 }, pronouns: 'she/her', emails: [email('noor.haddad'), email('n.haddad', 'work')], phones: [phone('07')],
    addresses: [home('14 Brackett Street', 'Portland', 'ME', '04102')], company: 'Casco Bay Hospital', title: 'Paediatric nurse', important_dates: [{ label: 'Our first date', date: '2019-09-21' }],
    how_we_met: 'At Bea’s bookshop. We both reached for the last copy of the same novel and she let me have it if I promised to lend it to her.',
  },
  {
    key: 'ingrid', full_name: 'Ingrid Solberg', nickname: 'Tante Ingrid', tier: 2, tags: ['Family', 'Catch up'], birthday: '1938-07-30', phones: [phone('09', 'home')], addresses: [home('3 Harbour Lane', 'Lubec', 'ME', '04652')],
    title: 'Lighthouse keeper’s daughter', description: 'Prefers letters. Answers the telephone after eight rings.',
  },
  {
    key: 'samira', full_name: 'Samira Haddad', tier: 2, tags: ['Family'], birthday: '--05-11', emails: [email('samira')], phones: [{ label: 'mobile', value: '+1 313 555 0128' }], addresses: [home('812 Calhoun Street', 'Dearborn', 'MI', '48124')],
    title: 'Baker', how_we_met: 'Noor’s mother. First dinner in Dearborn; I was served three times and was told that was being polite.',
  },
  // friends
  {
    key: 'priya', full_name: 'Priya Raman', tier: 1, starred: true, tags: ['Friends'], birthday: '1989-08-19', emails: [email('priya.raman')], phones: [{ label: 'mobile', value: '+1 617 555 0140' }], addresses: [home('46 Willow Avenue', 'Somerville', 'MA', '02144')],
    company: 'Mystic River Pediatrics', title: 'Pediatrician', how_we_met: 'Neighbouring rooms in the first year of college. She borrowed a kettle and never gave it back.', important_dates: [{ label: 'Arun’s birthday', date: '2023-03-04' }],
  },
  {
    key: 'tomas', full_name: 'Tomás Oliveira', tier: 2, tags: ['Friends', 'Catch up'], birthday: '1987-12-12', emails: [email('tomas.oliveira')], phones: [{ label: 'mobile', value: '+1 202 555 0163' }],
    addresses: [home('Rua da Bica 18', 'Lisbon', '', '1200-054', 'Portugal')], company: 'Atelier Maré', title: 'Architect', how_we_met: 'Exchange semester in Porto; he corrected my Portuguese for six months and gave up.',
  },
  {
    key: 'bea', full_name: 'Beatrix Calloway', nickname: 'Bea', tier: 1, tags: ['Friends', 'Books', 'Running'], birthday: { in_days: 21, year: 1985 }, emails: [email('bea', 'shop')], phones: [phone('15')], addresses: [home('90 Congress Street', 'Portland', 'ME', '04101')],
    company: 'The Tide Table Books', title: 'Owner', how_we_met: 'Came in out of the rain, stayed for two hours, joined the running group on the way out.',
  },
  {
    key: 'dele', full_name: 'Dele Okafor', tier: 2, tags: ['Friends', 'Music'], birthday: '1991-01-15', emails: [email('dele.okafor')], phones: [phone('18')], addresses: [home('7 Munjoy Street', 'Portland', 'ME', '04101')],
    company: 'Deering High School', title: 'Music teacher', how_we_met: 'He was playing trumpet on the Eastern Promenade and asked me to guard the hat.', social_handles: [{ network: 'bandcamp', handle: 'low-tide-quartet-example' }],
  },
  {
    key: 'yuki', full_name: 'Yuki Tanabe', tier: 2, tags: ['Friends'], birthday: '1994-10-08', emails: [email('yuki', 'studio')], phones: [phone('21')], addresses: [home('33 Anderson Street', 'Portland', 'ME', '04101')], company: 'Saltglaze Studio', title: 'Ceramicist', pronouns: 'they/them',
    how_we_met: 'Pottery class. I made an ashtray by accident; Yuki was the teacher and kept a straight face.',
  },
  {
    key: 'renata', full_name: 'Renata Silva', tier: 2, tags: ['Friends', 'Running'], birthday: '--03-22', phones: [phone('24')], addresses: [home('', 'South Portland', 'ME')], title: 'Swim coach', company: 'Southworth Pool',
    how_we_met: 'Runs ahead of everybody on Thursdays and then runs back to fetch us.',
  },
  {
    key: 'sam', full_name: 'Sam Whitcombe', tier: 2, archived: true, tags: ['Friends'], emails: [email('sam.whitcombe')], addresses: [home('', 'Denver', 'CO')], how_we_met: 'Shared a flat for two years after college.', description: 'We drifted apart after the move. No bad blood.',
  },
  {
    key: 'owen', full_name: 'Owen Baptiste', tier: 2, tags: ['Friends', 'Books'], birthday: '1979-04-06', emails: [email('owen', 'lessons')], phones: [phone('27')], addresses: [home('', 'Portland', 'ME')], title: 'French tutor', how_we_met: 'Jonas said my French was an embarrassment to the family. Found Owen on the board at the library.',
  },
  // work
  {
    key: 'maren', full_name: 'Maren Schultz', tier: 2, tags: ['Work'], birthday: '1980-09-02', emails: [email('maren.schultz', 'work')], phones: [phone('40', 'work')], company: 'Tidewater Maps', title: 'Head of product', addresses: [home('', 'Falmouth', 'ME')],
    how_we_met: 'Interviewed me for forty minutes about a bus map and gave me the job.',
  },
  {
    key: 'gabriel', full_name: 'Gabriel Ortega', nickname: 'Gabe', tier: 2, tags: ['Work', 'Friends'], birthday: '1993-06-25', emails: [email('gabriel.ortega', 'work')], phones: [phone('42')], company: 'Tidewater Maps', title: 'Engineer', addresses: [home('', 'Portland', 'ME')],
    how_we_met: 'Desk opposite. Three years of sharing one good chair.',
  },
  {
    key: 'leah', full_name: 'Leah Abramson', tier: 2, tags: ['Work'], birthday: '1999-02-10', emails: [email('leah.abramson', 'work')], company: 'Tidewater Maps', title: 'Junior designer', addresses: [home('', 'Portland', 'ME')], how_we_met: 'I am her mentor since she joined; she asks better questions than I do.',
  },
  {
    key: 'victor', full_name: 'Victor Nwosu', tier: 2, tags: ['Work'], emails: [email('v.nwosu', 'work')], phones: [phone('46', 'work')], company: 'Casco Island Ferries', title: 'Operations director', addresses: [{ label: 'work', street: '56 Commercial Street', city: 'Portland', region: 'ME', postal_code: '04101', country: 'United States' }],
    how_we_met: 'Our first client for the harbour map.',
  },
  {
    key: 'hannah', full_name: 'Hannah Pruitt', tier: 2, starred: true, tags: ['Work', 'Catch up'], birthday: '1975-05-29', emails: [email('hannah.pruitt')], phones: [{ label: 'mobile', value: '+1 206 555 0172' }], addresses: [home('', 'Seattle', 'WA')], company: 'Northfold', title: 'Design director',
    how_we_met: 'My first boss. Taught me to show the ugly version early.',
  },
  {
    key: 'malik', full_name: 'Malik Johansson', tier: 2, archived: true, tags: ['Work'], emails: [email('malik.johansson', 'work')], company: 'Harbor & Pine', title: 'Account manager', description: 'From the old job; hands over contacts when asked.',
  },
  // neighbours and others
  {
    key: 'roz', full_name: 'Rosalind Meeks', nickname: 'Roz', tier: 1, tags: ['Neighbours', 'Books'], birthday: { in_days: 1, year: 1954 }, phones: [phone('60', 'home')], addresses: [home('14 Brackett Street, 3rd floor', 'Portland', 'ME', '04102')], title: 'Retired judge',
    how_we_met: 'She knocked on our first evening with a casserole and a list of house rules, in that order.',
  },
  {
    key: 'pete', full_name: 'Pete Kowalczyk', tier: 2, tags: ['Neighbours'], phones: [phone('62')], addresses: [home('16 Brackett Street', 'Portland', 'ME', '04102')], title: 'Boat builder', how_we_met: 'Jump-started our car at six in the morning and refused coffee.',
  },
  {
    key: 'amina', full_name: 'Amina Farah', tier: 2, tags: ['Neighbours', 'Friends'], birthday: '--08-03', emails: [email('amina.farah')], phones: [phone('64')], addresses: [home('14 Brackett Street, 1st floor', 'Portland', 'ME', '04102')], title: 'Law student', company: 'University of Maine',
    how_we_met: 'Her boys kicked a ball onto our balcony, four times.',
  },
  {
    key: 'elise', full_name: 'Elise Fontaine', name_prefix: 'Dr.', tier: 2, tags: ['Neighbours'], phones: [phone('70', 'work')], emails: [email('clinic', 'work')], company: 'West End Animal Clinic', title: 'Veterinarian', addresses: [{ label: 'work', street: '201 Spring Street', city: 'Portland', region: 'ME', postal_code: '04102', country: 'United States' }],
    description: 'Looks after Biscuit, our old beagle.',
  },
];
