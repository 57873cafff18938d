import { beginOf, dateVote, wallOf } from './stamps.ts';

/** One message of a text that was copied out of a messenger; `wall` as the milliseconds at which UTC shows it. */
export type Pasted = { wall: number; sender: string; text: string };

/** Reads a chat as messengers copy it. @returns undefined when it is no chat: it does not begin with a message */
export function readPasted(text: string): Pasted[] | undefined {
  const lines = text.split(/\r\n|\n|\r/);
  const vote = dateVote();
  const begun = lines.map((line) => beginOf(line));
  if (begun.find((begin, i) => begin || lines[i]!.trim()) === undefined) return undefined;
  for (const begin of begun) if (begin) vote.see(begin.stamp);
  const { order } = vote.decide();
  const messages: Pasted[] = [];
  let open: Pasted | null = null;
  for (const [i, line] of lines.entries()) {
    const begin = begun[i];
    const wall = begin && wallOf(begin.stamp, order);
    if (begin && wall !== undefined) {
      open = begin.sender === null ? null : { wall, sender: begin.sender, text: begin.text };
      if (open) messages.push(open);
    } else if (open) open.text += `\n${line}`;
  }
  const said = messages.map((message) => ({ ...message, text: message.text.trim() })).filter((message) => message.text);
  return said.length ? said : undefined;
}
