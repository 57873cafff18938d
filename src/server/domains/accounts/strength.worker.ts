/** The thread that judges passwords. It lives only while there are some to judge. */
import { parentPort } from 'node:worker_threads';
import { ZxcvbnFactory } from '@zxcvbn-ts/core';
import * as common from '@zxcvbn-ts/language-common';
import * as english from '@zxcvbn-ts/language-en';

/** Time grows with the square of the length; what is strong is strong by then. */
const JUDGED_LENGTH = 40;

const estimator = new ZxcvbnFactory({ dictionary: { ...common.dictionary, ...english.dictionary }, graphs: common.adjacencyGraphs, translations: english.translations });

parentPort!.on('message', ({ id, password, own }: { id: number; password: string; own: string[] }) => {
  const { score, feedback } = estimator.check(password.slice(0, JUDGED_LENGTH), own);
  parentPort!.postMessage({ id, strength: { score, warning: feedback.warning || null, suggestions: feedback.suggestions } });
});
