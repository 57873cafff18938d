import type { LifeNote } from './shapes.ts';

/**
 * What somebody wrote about these people over eighteen months: diary, lists, pasted chats, voice memos typed up. Times are days
 * before now, so texts name no season and no month that could contradict the date they get.
 */
export const NOTES: LifeNote[] = [
  // ------------------------------------------------------------------------------------------------------------ family
  { about: 'marta', days: 498, at: '18:10', text: `Sunday call with Mum. She has retired from the school library for good now and says the silence is louder than the children ever were. She is thinking about volunteering at the hospital book trolley. She hates being called "active for her age".` },
  { about: 'marta', days: 371, at: '17:40', text: `Mum had her cataract operation on the left eye. It went well. She can read the spines on the top shelf again and is cross about the dust. Right eye in a few weeks. Promised to drive over and cook for a weekend.` },
  {
    about: 'marta', days: 203, at: '21:05', tags: ['Gift ideas'],
    text: `Things Mum said she would like, collected over months:
- a proper fountain pen, medium nib, green ink
- the big atlas of islands she once had to weed out of the library
- nobody buying her scarves any more
She is allergic to lilies, so no lilies. She loves peonies.`,
  },
  { about: 'marta', days: 61, at: '19:30', text: `Mum has joined a choir. An alto, second row. She is learning Swedish again because of the songs and because of her grandmother. She wants to go to Gothenburg with me, just the two of us, next year. I said yes before I had thought about money.` },
  { about: 'marta', days: 6, at: '18:20', text: `Call with Mum, forty minutes. She worries about Dad, who does not do his knee exercises. I should call the physiotherapist's office for her because she will not. She has her choir concert two weeks from Saturday and wants us both there.` },

  { about: 'henrik', days: 455, at: '20:15', text: `Dad told me about the old ferry, the Grand Isle, while we sanded the kitchen table. He worked on her engines for nineteen years and can still tell by the sound which cylinder is sulking. He wants to write it all down. He never will unless somebody asks the questions.` },
  {
    about: 'henrik', days: 287, at: '16:50',
    text: `Dad, knee:
- replacement of the right knee is decided, surgeon is happy with the scans
- he is scared of the anaesthetic, says he is not
- no driving for six weeks afterwards
- Mum cannot lift him -> I take the first week off work`,
  },
  { about: 'henrik', days: 240, at: '09:20', text: `Day three after Dad's operation. He walked to the window and back and complained about the coffee, which the nurse says is the best sign. He is bored. Brought him the radio and a crossword book.` },
  { about: 'henrik', days: 118, at: '19:00', text: `Recorded the first hour with Dad about the ferries. He used to be a night-shift man and met Mum on the 6:10 crossing. He prefers to talk while his hands are busy, so next time bring something to repair.` },
  { about: 'henrik', days: 17, at: '12:30', text: `Dad sent a photo of a birdhouse shaped like a wheelhouse. He is building one for each of us. He wants to get his small boat back into the water once the knee allows it. He still does not do his exercises.` },

  {
    about: 'jonas', days: 512, at: '23:40',
    text: `[chat with Jonas]
Jonas: they made me sous-chef
me: WHAT
Jonas: from Tuesday. more money, same burns
me: proud of you. really
Jonas: don't tell Mum yet, I want to cook it for her
me: how do you cook a promotion
Jonas: slowly`,
  },
  { about: 'jonas', days: 334, at: '22:10', text: `Jonas came down for two nights. He plays bass again, in a band with three cooks called The Walk-Ins. He has split up with Camille; he says it is fine and washed every dish in the flat. Do not ask about her. Ask about the band.` },
  { about: 'jonas', days: 150, at: '13:05', text: `Phone call with Jonas between services. He wants to open his own place in about two years, twenty seats, no tablecloths. He needs a bookkeeper more than a designer, but I offered to draw the menu. He is worried about the rent in Mile End.` },
  { about: 'jonas', days: 38, at: '00:20', tags: ['Gift ideas'], text: `Jonas burned his forearm on the plancha, nothing serious. He is left-handed and everything in that kitchen is for right-handed people. A left-handed Japanese petty knife would make him cry. Yuki knows a smith.` },

  { about: 'noor', days: 530, at: '22:00', text: `Noor passed the paediatric certification! She studied between night shifts for a year. We ate cake on the kitchen floor because the table was full of her index cards. She does not want a party, she wants three days without an alarm clock.` },
  {
    about: 'noor', days: 402, at: '21:30', tags: ['Gift ideas'],
    text: `Noor said in passing:
- "I would like to learn to sail before I am forty."
- her grandmother's ring needs to be made smaller, she is afraid to leave it at a shop
- she loves cardamom in everything
- hates surprise parties, likes surprise days off`,
  },
  { about: 'noor', days: 266, at: '07:45', text: `Noor came home from a bad night. They lost a little boy. She did not want to talk, she wanted toast. I have learned to make the toast and wait. She talked at noon.` },
  { about: 'noor', days: 131, at: '20:20', text: `We talked about children for the first time without making jokes. Noor would like one, and she is afraid of what she has seen at work. We agreed to talk again when we are both rested, which may take a while. She is reading about adoption too.` },
  { about: 'noor', days: 44, at: '19:10', text: `Noor is training for the half marathon with Renata. Long run on Sunday mornings, and I do the last five kilometres with her. Her left shin hurts again and she should see somebody about it.` },
  { about: 'noor', days: 3, at: '21:50', text: `Booked the sailing course for Noor: four Saturdays with Pete's cousin at the yard. Roz keeps the voucher so that she does not find it. I still have to swap her shift with the help of Deb from the ward.` },

  { about: 'ingrid', days: 420, at: '15:00', text: `Letter from Tante Ingrid, four pages. She grew up at the light in Lubec and remembers the night the generator failed and they turned the lens by hand. She is nearly ninety and has outlived three dogs and the telephone company. She wants her letters answered with a pen.` },
  { about: 'ingrid', days: 214, at: '11:30', text: `Visited Tante Ingrid. She sleeps downstairs now because of her hip. The neighbour's girl, Tilly, brings the shopping on Wednesdays. She does not want to move to Burlington and I think she is right. I promised to have the logbooks of her father scanned.` },
  { about: 'ingrid', days: 96, at: '16:10', text: `Ingrid's eyes are getting worse and my handwriting does not help. Write larger. She still makes her rhubarb cordial and gave me two bottles for Dad, who pretends to like it.` },

  { about: 'samira', days: 388, at: '21:15', text: `Dinner with Samira in Dearborn. She has run the bakery on Calhoun Street for thirty-one years and gets up at three. She asked me what my intentions are and then laughed until she had to sit down. She speaks Arabic with Noor when it is about me.` },
  { about: 'samira', days: 172, at: '18:00', text: `Samira on the phone: the oven has to be replaced and the bank wants papers. Noor wants to help with money and her mother will not take it. She is diabetic and tastes everything all day. She would like us to come for the end of Ramadan.` },

  // ----------------------------------------------------------------------------------------------------------- friends
  { about: 'priya', days: 541, at: '22:35', text: `Three hours on the phone with Priya, like in college. She has gone back to work at the practice in Somerville, three days a week. Little Arun has learned to say "no" and "bus". She misses reading whole books. I am his godparent and have to be better at visiting.` },
  {
    about: 'priya', days: 350, at: '12:45',
    text: `[Priya, messages]
"The fever is gone. 40.1 last night, I was a doctor for six hours and then a mess for two."
"Thank you for staying on the line."
"Also your kettle is fine."`,
  },
  { about: 'priya', days: 229, at: '20:00', text: `Weekend in Somerville. Priya and Dev are thinking about moving to Portland; he can work from anywhere since the bank let him. She wants a garden and a school they can walk to. She is vegetarian again, Dev is not, and the freezer has a border. I shall send them the listing on Clifton Street.` },
  { about: 'priya', days: 87, at: '19:25', text: `Priya is pregnant. Second one, fourteen weeks, she only told us and her sister. Priya eats chicken again, on the baby's orders. She feels sick on the Red Line and is happy. Do not mention it when her parents are in the room.` },
  { about: 'priya', days: 12, at: '21:00', tags: ['Gift ideas'], text: `Priya needs: sleep, ginger biscuits without egg, the long blue cardigan from the shop on Exchange Street. Arun needs: a bus. They come to see houses the weekend after next and sleep on our sofa bed. I have to ask Amina about the school.` },

  { about: 'tomas', days: 470, at: '17:15', text: `Video call with Tomás. His studio won the competition for the boathouse in Setúbal, his first building with his own name on the drawings. He lives with Inês now, above a bar that closes at four. He still corrects my Portuguese.` },
  { about: 'tomas', days: 255, at: '23:10', text: `Tomás wrote at midnight his time. The boathouse is over budget and the client wants to leave out the roof light, which is the whole point. Tomás is tired and smokes again. I told him about Hannah's rule: show the ugly version early.` },
  { about: 'tomas', days: 140, at: '18:40', text: `They saved the roof light. Tomás quit smoking the day after. Tomás and Inês get married in Sintra and he asked me to read something, in Portuguese, God help everybody. I have to find a text and practise it with somebody who is not him.` },

  {
    about: 'bea', days: 486, at: '20:50',
    text: `Thursday run, then soup at Bea's.
* The Tide Table turns ten. She wants readings, not balloons.
* The landlord offers five more years at a third more rent. She has not slept properly since.
* She runs faster when she is angry, we could not follow.`,
  },
  { about: 'bea', days: 310, at: '19:05', text: `Bea signed the lease. She will sublet the back room to a letterpress printer to make the numbers work. She asked me to draw the sign. She pays in books, which is how I like it.` },
  { about: 'bea', days: 165, at: '21:20', text: `Bea told me about her sister Louise, who has MS and lives in Bangor. She drives up every second weekend and never says why she cannot come along. I offered to mind the shop on those Saturdays. She said she would think about it, and that means yes.` },
  { about: 'bea', days: 52, at: '18:30', text: `Minded the shop. Sold eleven books and recommended one that we did not have. Bea brought back apple cake from Louise. She is allergic to walnuts, so the good half was mine.` },
  { about: 'bea', days: 8, at: '20:10', text: `Bea wants to start a reading evening for night-shift workers, at eight in the morning. Noor will ask at the hospital. Bea should talk to Roz, who knows somebody at the city about the licence for coffee.` },

  { about: 'dele', days: 440, at: '23:30', text: `Concert of Dele's quartet at the brewery. He plays like he talks, with long pauses in which everybody leans in. He teaches music at Deering and buys reeds for the kids from his own money. His father was a trumpeter in Lagos in the seventies.` },
  { about: 'dele', days: 276, at: '16:20', text: `Dele's school wants to cut the band program to two afternoons. He is collecting letters from former students for the board meeting. I promised a map of where they all play today, Gabriel will help with the data.` },
  { about: 'dele', days: 260, at: '22:15', text: `The board kept the band! Dele cried a little and blamed the trumpet. He thinks the map did it. I think the nine-year-old with the tuba did it.` },
  { about: 'dele', days: 73, at: '21:40', text: `Dele is looking for a bass player for two dates and I gave him Jonas's number. He is saving for a trip to Lagos with his mother. He does not drink any more, so bring the ginger beer.` },

  { about: 'yuki', days: 409, at: '19:50', text: `Pottery class. Yuki fired my ashtray with the good glaze and told everybody it is a spoon rest. They moved here from Kanazawa at nineteen for one year and have stayed for eleven. Their studio shares a wall with a gym and the shelves rattle at six.` },
  { about: 'yuki', days: 233, at: '20:30', text: `Yuki's kiln is broken and the part takes five weeks. They have an order of sixty bowls for a restaurant in Boston. Pete looked at it and thinks that he can weld the hinge. Yuki is afraid to lose the client.` },
  { about: 'yuki', days: 101, at: '18:15', text: `Opening at the gallery on Pleasant Street: Yuki's big jars, all of them sold by seven. They want to take on an apprentice. They would like to show their work in Kanazawa once, where their mother could see it.` },

  { about: 'renata', days: 379, at: '21:00', text: `Thursday run. Renata swam for Brazil's junior team and now teaches grown-ups who are afraid of water, which she says needs more courage on both sides. She coaches with a whistle and never uses it.` },
  { about: 'renata', days: 109, at: '20:45', text: `Renata has torn something in her calf and runs beside us on a bicycle, shouting. Six weeks without running. Her daughter Clara is looking at colleges and wants to study marine biology in Halifax.` },

  { about: 'sam', days: 525, at: '22:50', text: `Sam has moved to Denver for the job at the brewery software company. We had a goodbye beer that lasted twenty minutes. Six years ago we shared a fridge. He said he would write.` },
  { about: 'sam', days: 360, at: '12:00', text: `Birthday message to Sam, a thumbs up came back. He has a girlfriend called Robin and a van. I am archiving this without hard feelings; I shall ring him if I am ever in Denver.` },

  { about: 'owen', days: 322, at: '19:40', text: `First French lesson with Owen. He was born in Dominica, taught in Lyon for fifteen years and came here for love, which is now his ex-wife's name for the dog. He makes me read recipes aloud because of Jonas. Lessons on Tuesdays at six.` },
  { about: 'owen', days: 178, at: '19:55', text: `Owen is translating a crime novel and is stuck at a pun. We spent half the lesson on it. He has trouble with his back and teaches standing up. He likes strong tea with too much sugar.` },
  { about: 'owen', days: 25, at: '20:00', text: `Owen found the text for Tomás's wedding: a short poem about a ferry. He knows a woman at the consulate in Boston who can drill my Portuguese. I owe him dinner, at Jonas's place if he ever travels north.` },

  // -------------------------------------------------------------------------------------------------------------- work
  { about: 'maren', days: 505, at: '17:30', text: `Yearly talk with Maren. She wants me to lead the accessibility work and says I apologise too much in meetings. She counts. She used to be a rower and gets up at five. She reads everything twice, so send it on the evening before.` },
  { about: 'maren', days: 297, at: '18:05', text: `Maren's father is ill in Bremen and she flies over every month. She does not want it to be a subject at work. I take the Monday meeting when she is away. She prefers a call to a long message.` },
  {
    about: 'maren', days: 64, at: '16:40',
    text: `1:1 with Maren
- budget for the harbour map is approved until the end of next year
- she wants Leah on the ferry project, with me next to her, not above her
- ask her for the training money before Friday
- her father is at home again, she smiled`,
  },

  { about: 'gabriel', days: 433, at: '13:20', text: `Lunch with Gabe at the fish place. He is rewriting the tile server for the third time and is happy. He grew up in El Paso, four sisters. He plays chess by post with his grandfather, who wins.` },
  { about: 'gabriel', days: 219, at: '17:50', text: `Gabe has an offer from a big company in Boston, nearly twice the money. He is not sure. He likes the sea and the quiet, and his girlfriend Mónica has just found work at the museum. He asked what I would do, and I said I am biased because of the chair.` },
  { about: 'gabriel', days: 205, at: '18:10', text: `Gabe stays! Maren found him a raise and one day a week for open source. He bought the second good chair with his own money.` },
  { about: 'gabriel', days: 30, at: '12:50', text: `Gabe's grandfather has died. He flies to El Paso tomorrow and left the last chess card on his desk, unanswered. I water the plant and take his on-call week.` },

  { about: 'leah', days: 247, at: '16:00', text: `First week with Leah. She studied textile design and sees patterns that the rest of us call noise. She is nervous about presenting. She lives in Biddeford, takes the train and draws the people opposite.` },
  { about: 'leah', days: 113, at: '17:10', text: `Leah presented the legend of the ferry map to Victor all by herself. Her hands shook and her voice did not. She is colour-blind, red and green, which makes her the best reviewer we have. I want to recommend her for the conference in Montréal.` },
  { about: 'leah', days: 19, at: '15:45', text: `Leah moved to Portland, ten minutes from the office, and misses the train. She asked how to say no to extra work; she is polite to a fault. She wants to learn to code properly and Gabe will give her an hour a week. Her grandmother is teaching her to quilt.` },

  { about: 'victor', days: 394, at: '11:40', text: `Kick-off with Victor at the ferry terminal. He started as a deckhand and knows every piling by name. He wants timetables that his mother on Peaks Island can read without glasses. He is direct, and he answers mail only before seven in the morning.` },
  { about: 'victor', days: 190, at: '10:30', text: `Victor is pleased with the new pier signs. Complaint of the week: the arrow at gate 3 points into the sea. He has two teenage daughters who sail better than his captains. The contract runs out soon and he wants to extend it.` },
  { about: 'victor', days: 34, at: '09:15', text: `Victor called before seven. They get an electric ferry, and the map should show the noise, or rather its absence. I have to send him an estimate by the end of the month. He asked after Dad, they know the same engine maker.` },

  { about: 'hannah', days: 449, at: '20:20', text: `Long talk with Hannah, first one in a year. She leads design at Northfold in Seattle and misses drawing. She told me that she was diagnosed with breast cancer in the spring before last and is well again. She did not want anybody to be careful with her. I was careful with her anyway.` },
  { about: 'hannah', days: 158, at: '21:35', text: `Hannah read my talk and crossed out half of it, the better half remains. She has taken up the cello at fifty and calls it a lesson in ugly versions. She wants to come east for the fall of the leaves one day and stay with us.` },

  { about: 'malik', days: 515, at: '14:00', text: `Malik handed over the old client list from Harbor & Pine. He stays until they close the office and then goes into his brother's insurance business in Worcester. He was always fair with my invoices.` },

  // -------------------------------------------------------------------------------------------------------- neighbours
  { about: 'roz', days: 476, at: '19:15', text: `Roz came down to complain about Biscuit's barking and stayed for dinner. She was a family court judge for twenty-six years. She has buried a husband and keeps his chair. She reads crime novels and shouts at the police in them.` },
  { about: 'roz', days: 282, at: '18:50', text: `Roz fell on the stairs, only bruises. She does not want it made into a story. Pete put up a second handrail without asking, and she sentenced him to apple pie. I ring her bell when I go shopping.` },
  { about: 'roz', days: 124, at: '20:35', tags: ['Gift ideas'], text: `Roz cannot see the small clues any more and will not say so. A large-print crossword book, disguised somehow. She drinks one sherry at six, dry. She wants to see the whales once more, she has not been out on the water since Walter died.` },
  { about: 'roz', days: 1, at: '18:45', text: `Roz's birthday is the day after tomorrow and she pretends not to know. Amina bakes, the boys have drawn a courtroom with Biscuit as the accused. Victor has given me three tickets for the whale boat. I need to ask Pete to carry the chair down.` },

  { about: 'pete', days: 413, at: '07:30', text: `Pete jump-started the car again. He builds wooden boats, one a year, and swears at each of them by name. He is a widower, his son Adam is in the coast guard in Alaska. He does not take coffee, but he takes marmalade.` },
  { about: 'pete', days: 136, at: '17:25', text: `Helped Pete turn the hull over, eleven people and a lot of pizza. This one is for Adam, who comes home on leave soon with a wife that Pete has not met yet. Pete is more afraid of that than of any storm.` },
  { about: 'pete', days: 14, at: '16:30', text: `Pete's cousin Walt teaches sailing at the yard and has a place for Noor. Pete lends the small dory for practice. He wants the route of the old lobster boats on a map, for the wall. I should draw it for him, he would never ask twice.` },

  { about: 'amina', days: 346, at: '18:25', text: `Amina passed her second-year exams. She studies law at night and works at the library in the day. Her boys are Zak, eight, and Idris, six. She came from Mogadishu by way of Nairobi and does not tell it at parties.` },
  {
    about: 'amina', days: 142, at: '20:05',
    text: `[voice memo, typed up]
So, Amina asked if we can take the boys on Wednesdays after school until seven, because she has a seminar. Noor says yes if it is not her late week. Zak can't eat peanuts, it is serious, the pen is in his blue bag. Idris eats only white things at the moment. Both of them love the dog more than us.`,
  },
  { about: 'amina', days: 22, at: '19:35', text: `Amina has an interview for a clerkship and asked Roz to drill her. I heard them through the floor, Roz was merciless. She wants to work in immigration law. She is tired and shines.` },

  { about: 'elise', days: 305, at: '10:50', text: `Dr. Fontaine had a look at Biscuit. He has a weak heart, grade three, and takes half a pill in cheese in the morning. She is calm and explains everything twice. She has a three-legged greyhound called Commodore.` },
  { about: 'elise', days: 41, at: '11:20', text: `Check-up at Dr. Fontaine's. Biscuit has lost a kilo, his heart sounds better than it should. Next appointment in three months. She is looking for a bigger place for the clinic and does not want to leave the West End.` },
];
