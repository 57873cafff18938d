import type { EgressLog } from '../egress/index.ts';
import type { BreakerState, Egress } from '../egress/index.ts';
import type { NotePeople } from './builtin/people/facts.ts';
import type { Circle, Known, Named, Subject } from './builtin/people/index.ts';
import type { NoteEntry } from './categories.ts';
import type { ProviderId, RemoteProviderId } from './config.ts';
import type { FailureKind } from './failures.ts';

/** What intelligence can be asked for. */
export type Capability = 'analyse' | 'transcribe' | 'answer' | 'embed';

/** One call of a provider, answered or not. Tokens and cost (USD) are null when they are not known. */
export type Usage = {
  provider: RemoteProviderId;
  model: string;
  capability: Capability;
  purpose: string;
  input_tokens: number | null;
  output_tokens: number | null;
  cost_usd: number | null;
  duration_ms: number;
  outcome: 'ok' | 'malformed' | 'aborted' | FailureKind;
};
export type Meter = (usage: Usage) => void | Promise<void>;

/** What providers have cost so far, in USD. `usual_day_usd` is the mean of the days before, null while there are too few. */
export type Spending = { day_usd: number; month_usd: number; usual_day_usd?: number | null };

/** Something the owner should hear about. The same `key` is the same news: it need not be told twice. */
export type Alert = { key: string; level: 'warning' | 'critical'; message: string };

/** The built-in engine: no key, no network, always there. */
export type BuiltinEngine = {
  /** Entries of a note; with a circle, sorted by whose they are. `given`: entries of a provider to sort instead of its own. */
  analyse(content: string, signal?: AbortSignal, circle?: Circle, given?: readonly Claimed[]): Promise<{ entries: NoteEntry[]; people?: NotePeople }>;
  /** Whose each stretch of each text is, in the order of the text. `people`: everybody the texts may name. */
  whose(texts: readonly OwnedText[], people: Circle['others']): Promise<Stretch[][]>;
};
/** A text and the person it was written about. */
export type OwnedText = { content: string; person: Known };
/** A part of a text with one subject; UTF-16 offsets, end exclusive. `touches` and `also` as in a piece of a note. */
export type Stretch = { start: number; end: number; subject: Subject; touches: boolean; also: Named[] };
/** An entry of a provider and whose the provider says it is. */
export type Claimed = NoteEntry & { said?: string | null };

export type IntelligenceDeps = {
  egress: Pick<Egress, 'asFetch' | 'breakerState'>;
  builtin: BuiltinEngine;
  log: EgressLog;
  spend: () => Promise<Spending>;
  notify: (alert: Alert) => void | Promise<void>;
};

/** `circle`: who the note is about and who else there is; without it nothing is said about others. */
export type AnalyseInput = { content: string; contact_name: string; circle?: Circle };
/** `engine`: the built-in one whatever the configuration says. */
export type AnalyseOptions = { signal?: AbortSignal; meter?: Meter; purpose?: string; engine?: 'builtin' };

/**
 * `engine` made the entries: `builtin` or `provider:model`. `ai_error` is there when a provider should have but could
 * not: one sentence for people, without secrets.
 */
export type Analysis = { entries: NoteEntry[]; engine: string; ai_error?: string; people?: NotePeople };

export type TranscribeOptions = { signal?: AbortSignal; meter?: Meter };
/** `text` is null when nobody could be asked or the provider failed: then `problem` says why, in sentences for people. */
export type Transcript = { text: string; engine: string; problem: null } | { text: null; engine: null; problem: string };

export type EmbedOptions = { signal?: AbortSignal; meter?: Meter };

/** One line of the health page. `missing` says what to set when the provider is not set up. */
export type ProviderStatus = {
  provider: ProviderId;
  label: string;
  configured: boolean;
  missing: string | null;
  model: string | null;
  host: string | null;
  used_for: Capability[];
  breaker: BreakerState;
  last_success_at: string | null;
  last_error: { message: string; at: string } | null;
};

/** What is known, numbered: all that an answer may be made of. `at`: the day it was said, where there is one. */
export type KnownPassage = { n: number; text: string; at: string | null };
export type AnswerInput = { question: string; name: string; today: string; passages: readonly KnownPassage[] };
export type AnswerOptions = { signal?: AbortSignal; meter?: Meter };
/** A sentence of an answer, and the passages it stands on: at least one. */
export type AnswerSentence = { text: string; passages: number[] };
/** `sentences` is null when nobody else could answer: then it is for the built-in engine. `ai_error` as in an analysis. */
export type ProviderAnswer = { sentences: AnswerSentence[]; engine: string } | { sentences: null; ai_error?: string };

export type Intelligence = {
  /** Whether a provider is set up to answer questions. */
  answersElsewhere: boolean;
  /** Lets a provider answer a question from passages. What it says is checked against them. Rejects only when aborted. */
  answer(input: AnswerInput, options?: AnswerOptions): Promise<ProviderAnswer>;
  /** Turns a note into entries. Never fails because of a provider; rejects only when aborted or when the built-in engine does. */
  analyse(input: AnalyseInput, options?: AnalyseOptions): Promise<Analysis>;
  /** Whose each stretch of texts is, told by the built-in engine alone. Rejects when it does. */
  whose: BuiltinEngine['whose'];
  /** Writes down what is said in a recording (at most 25 MB). Rejects only when aborted. There is no built-in engine for it. */
  transcribe(input: { audio: Uint8Array; media_type: string }, options?: TranscribeOptions): Promise<Transcript>;
  /** What texts mean, as one vector each; null when nobody is set up for it or the provider failed. Rejects only when aborted. */
  embed(texts: readonly string[], options?: EmbedOptions): Promise<number[][] | null>;
  status(): ProviderStatus[];
};
