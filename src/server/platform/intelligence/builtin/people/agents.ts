/** Words that name somebody by what they do, told by their ending: groundsman, hut keeper, florist. */
import { isFirstName } from './names.ts';

const AGENT = /(?:keeper|man|woman|master|mistress|smith|monger|ist|ician|arian|[^lr]ian|eer|er|or|person|waitress|actress|hostess|assistant|accountant|attendant|applicant|servant|chef|nurse|cook|judge|guard|clerk|vet|nun|monk|priest|midwife)$/;
/** Things, animals, peoples and little words that end so. */
const NO_AGENT = new Set(
  ('after anger another answer badger banner barrier beaver beer better bigger bladder blender blister bluster boiler bonfire border brother browser bumper burger butter calculator cancer career ' +
    'carrier center chapter charger charter checklist cider cluster color computer container conveyor cooker cooler copper corner corridor counter cover danger daughter decor deer diner dinner ' +
    'disaster dishwasher disorder door drawer drier dryer easter either elevator error ever exterior factor father favor fever filter finger fist flavor floor flower former freezer gender ' +
    'generator german ginger gutter hammer hamster hangover harbor heater her hoover human humor hunger indian indoor interior italian jumper labor ladder lager laptop laser later lawnmower layer ' +
    'leather letter liner list liver lobster major manner matter meteor minor mirror mist mixer monitor mother motor mower never newer newsletter number offer older order other ottoman outdoor ' +
    'over oyster panther paper peer pepper per pier planner plaster playlist poker poster posterior power printer prior puncher quarter radiator rather razor reactor register remainder reminder ' +
    'river roman router rumor russian scanner scooter screwdriver sector semester server shoulder shower shutter silver sister slipper soccer sooner spider sticker summer superior supper sweater ' +
    'takeover tender terror thunder tier tiger timer toaster tower tractor trailer transfer tremor trigger tumor twist ulcer under vapor visor waist washer water weather winter wishlist wonder ' +
    'wrist younger').split(' '),
);

/** Whether a lower-case word names somebody by what they do. */
export const isAgent = (word: string): boolean => word.length > 2 && AGENT.test(word) && !NO_AGENT.has(word) && !NO_AGENT.has(word.replace(/s$/, '')) && !isFirstName(word);
