/** The people in the screenshots of the README. None of them exists. */
export const tags = [
  { name: 'Choir', color: '#e8a33d' },
  { name: 'University', color: '#4f9cff' },
  { name: 'Neighbours', color: '#3fbf7f' },
  { name: 'Work', color: '#b07cff' },
];

type Person = { full_name: string; tier: 1 | 2; starred?: boolean; company?: string; title?: string; birthday?: string; how_we_met?: string; emails?: object[]; phones?: object[]; tags: string[]; notes: { days: number; content: string }[] };

export const people: Person[] = [
  {
    full_name: 'Miriam Castellanos',
    tier: 1,
    starred: true,
    company: 'Charité',
    title: 'Paediatric nurse',
    birthday: '1988-03-14',
    how_we_met: 'Sat next to each other at the first choir rehearsal, autumn 2016.',
    emails: [{ label: 'private', value: 'miriam@example.org' }],
    phones: [{ label: 'mobile', value: '+49 30 5550 0142' }],
    tags: ['Choir', 'Neighbours'],
    notes: [
      {
        days: 9,
        content:
          'Coffee with Miriam after rehearsal. She has been a nurse on the children\'s ward for six years and will lead the night team from January. Her sister Paula is getting married in Valencia in June. She is worn out by the double shifts and sleeps badly.',
      },
      {
        days: 0.08,
        content:
          'Long call. She wants to run the Berlin half marathon next spring and trains with her neighbour Jonas on Sundays. She started learning the cello again and loves it. I promised to send her the name of my physiotherapist. Evenings after eight are best, she rarely answers messages during the day.',
      },
    ],
  },
  {
    full_name: 'Jonas Weidenfeld',
    tier: 1,
    company: 'Holzwerk Weidenfeld',
    title: 'Carpenter',
    tags: ['Neighbours'],
    notes: [{ days: 1.1, content: 'Met Jonas in the yard. He opened his own workshop in Moabit last month and is looking for an apprentice. His daughter Lotte starts school in August. He bakes sourdough every Saturday and wants to build a boat one day.' }],
  },
  {
    full_name: 'Amara Okonkwo',
    tier: 1,
    starred: true,
    company: 'Fraunhofer Institute',
    title: 'Materials scientist',
    tags: ['University'],
    notes: [{ days: 2.3, content: 'Amara defended her thesis on recyclable batteries. She is moving to Dresden for a post at the institute and does not know anybody there yet. Introduce her to Henrik. She loves bouldering and spicy food.' }],
  },
  { full_name: 'Henrik Solberg', tier: 2, company: 'Nordlys Energi', title: 'Project lead', tags: ['University', 'Work'], notes: [{ days: 4.2, content: 'Henrik leads the offshore wind project and travels to Esbjerg every second week. He struggles to find time for his kids. He prefers short emails to calls.' }] },
  { full_name: 'Yuki Tanabe', tier: 2, title: 'Illustrator', tags: ['Choir'], notes: [{ days: 6, content: 'Yuki illustrated her second picture book, about a lighthouse keeper. She plans an exhibition in May and asked whether I know a gallery in Leipzig.' }] },
  { full_name: 'Tomás Ferreira', tier: 2, company: 'Café Lisboa', title: 'Owner', tags: ['Neighbours'], notes: [] },
  { full_name: 'Greta Holm', tier: 1, tags: ['Choir'], notes: [{ days: 12, content: 'Greta retired from teaching in the summer. She volunteers at the library on Tuesdays and goes swimming in the lake every morning, even in November.' }] },
  { full_name: 'Samuel Adeyemi', tier: 2, company: 'Lindqvist & Partner', title: 'Structural engineer', tags: ['Work'], notes: [] },
  { full_name: 'Leonie Brandt', tier: 2, company: 'Stadtbibliothek', title: 'Librarian', tags: [], notes: [] },
];
