import type { APICallError } from 'ai';
import { findEgressError } from '../egress/index.ts';

/** Why a provider gave nothing that can be used. */
export type FailureKind =
  | 'timeout'
  | 'unreachable'
  | 'paused'
  | 'key_refused'
  | 'model_unknown'
  | 'request_refused'
  | 'limited'
  | 'faulty'
  | 'declined'
  | 'unusable';

export type Failure = { kind: FailureKind; status: number | null };

/** The answer came, twice, and could not be used. */
export class UnusableAnswer extends Error {}

/**
 * Sorts an error of a provider call. Only kind and status are taken over: messages of providers may repeat the key or
 * the note.
 */
export function failureOf(error: unknown): Failure {
  if (error instanceof UnusableAnswer) return { kind: 'unusable', status: null };
  const egress = findEgressError(error);
  if (egress) {
    if (egress.code === 'timeout') return { kind: 'timeout', status: null };
    if (egress.code === 'circuit_open') return { kind: 'paused', status: null };
    return { kind: egress.code === 'too_large' ? 'unusable' : 'unreachable', status: null };
  }
  // By name, as the SDK documents them: this is needed without a provider too, and the SDK takes 25 MB of memory.
  const name = error instanceof Error ? error.name : '';
  if (name === 'AI_APICallError') {
    const status = (error as APICallError).statusCode ?? null;
    return { kind: status === null ? 'unreachable' : kindOf(status), status };
  }
  if (name === 'AI_NoOutputGeneratedError') return { kind: 'declined', status: null };
  return { kind: 'unusable', status: null };
}

function kindOf(status: number): FailureKind {
  if (status === 401 || status === 403) return 'key_refused';
  if (status === 404) return 'model_unknown';
  if (status === 429) return 'limited';
  if (status >= 500) return 'faulty';
  return status >= 400 ? 'request_refused' : 'unusable';
}

/** What happened, as one would say it. `label` is the provider's name, `seconds` its time limit. */
export function sentenceFor(failure: Failure, label: string, model: string, seconds: number): string {
  const code = failure.status === null ? '' : ` (${failure.status})`;
  switch (failure.kind) {
    case 'timeout':
      return `${label} did not answer in ${seconds} s`;
    case 'unreachable':
      return `${label} could not be reached`;
    case 'paused':
      return `${label} failed several times in a row and is left alone for a moment`;
    case 'key_refused':
      return `${label} refused the key${code}`;
    case 'model_unknown':
      return `${label} does not know the model ${model}${code}`;
    case 'request_refused':
      return `${label} refused the request${code}`;
    case 'limited':
      return `${label} is limiting requests or the quota is used up${code}`;
    case 'faulty':
      return `${label} has a fault${code}`;
    case 'declined':
      return `${label} declined to work on this note`;
    case 'unusable':
      return `${label} gave an answer that cannot be used`;
  }
}
