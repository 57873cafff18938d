/** What stands on the AI SDK. Loaded with the first call to a provider: without one, nobody pays for its 25 MB of memory. */
export { askForAnswer, supportedSentences } from './answer.ts';
export { vectorsOf } from './embed.ts';
export { askModel } from './ask.ts';
export { notePrompt, repairPrompt } from './prompt.ts';
export { languageModel } from './providers.ts';
export { hear } from './transcribe.ts';
