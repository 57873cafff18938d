import type { LifeEvent, LifeGroup } from './shapes.ts';

/** What happens, has happened and will happen in the invented life. */
export const EVENTS: LifeEvent[] = [
  // what comes again and again
  { title: 'Run around the Back Cove', days: -80, at: '18:30', minutes: 60, rrule: 'FREQ=WEEKLY;BYDAY=TH', with: ['bea', 'renata'], place: 'Back Cove Trail, Portland', color: '#12a594' },
  { title: 'Sunday call', days: -60, at: '10:30', minutes: 30, rrule: 'FREQ=WEEKLY;BYDAY=SU', with: ['marta'], description: 'After the crossword.', reminders: [{ minutes_before: 10 }] },
  { title: 'Stand-up', days: -45, at: '09:15', minutes: 15, rrule: 'FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR', with: [] },
  { title: 'One to one with Maren', days: -50, at: '14:00', minutes: 45, rrule: 'FREQ=WEEKLY;INTERVAL=2;BYDAY=TU', with: ['maren'], place: 'The small room' },
  { title: 'Book club', days: -70, at: '19:30', minutes: 120, rrule: 'FREQ=MONTHLY;BYDAY=2WE', with: ['roz', 'bea'], place: 'At Roz’s, 14 Brackett Street', color: '#8e4ec6', reminders: [{ minutes_before: 60 }] },
  { title: 'Rent', days: -90, rrule: 'FREQ=MONTHLY;BYMONTHDAY=1', with: [], reminders: [{ days_before: 1, at_time: '18:00' }] },
  // what was
  { title: 'Dinner at Priya’s', days: -19, at: '19:00', minutes: 180, with: ['priya'], place: 'Priya’s kitchen' },
  { title: 'Concert at the State Theatre', days: -26, at: '20:00', minutes: 150, with: ['dele', 'jonas'], place: 'State Theatre, Congress Street', color: '#d6409f' },
  { title: 'Review of the harbour map', days: -12, at: '11:00', minutes: 90, with: ['maren', 'gabriel', 'leah'], place: 'Office', invites: [['victor', 'declined']] },
  { title: 'Weekend in Burlington', days: -33, last: -31, with: ['marta', 'henrik'], place: 'Burlington, Vermont' },
  { title: 'Coffee with Gabe', days: -4, at: '08:30', minutes: 45, with: ['gabriel'], place: 'Tandem Coffee' },
  // what comes
  { title: 'Dentist', days: 2, at: '08:00', minutes: 45, with: ['elise'], place: 'Congress Street 612', reminders: [{ minutes_before: 60 }] },
  { title: 'Roz’s birthday cake', days: 1, at: '16:00', minutes: 90, with: ['roz'], description: 'Bring the candles.', reminders: [{ minutes_before: 120 }] },
  { title: 'Dinner with Noor', days: 3, at: '19:30', minutes: 120, with: ['noor'], place: 'Trattoria on Middle Street' },
  { title: 'Client workshop', days: 6, at: '09:30', minutes: 210, with: ['maren', 'leah'], place: 'Office', description: 'Bring the printed sheets of the islands.', invites: [['victor', 'accepted'], ['gabriel', 'tentative']] },
  { title: 'Phone call with Hannah', days: 8, at: '17:00', minutes: 30, with: ['hannah'] },
  { title: 'Long weekend on Peaks Island', days: 12, last: 14, with: ['noor', 'bea'], place: 'Peaks Island', color: '#f5a524' },
  { title: 'Train to Boston', days: 20, at: '06:50', minutes: 150, with: [], place: 'Portland Transportation Center', reminders: [{ minutes_before: 120 }] },
];

export const GROUPS: LifeGroup[] = [
  { name: 'The Lindqvists', color: '#e5484d', description: 'Everybody at the long table', members: ['marta', 'henrik', 'jonas', 'ingrid'] },
  { name: 'Thursday runners', color: '#12a594', description: 'Half past six, in every weather', members: ['bea', 'renata', 'noor'] },
  { name: 'Book club', color: '#8e4ec6', description: null, members: ['roz', 'bea', 'owen'] },
  { name: 'The map people', color: '#3e63dd', description: 'Who draws with me', members: ['maren', 'gabriel', 'leah'] },
];
