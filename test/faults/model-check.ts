import type { Ended } from './model-world.js';

/** What a history broke of the invariants of platform-rules 6, each as a sentence; empty when all is well. */
export function brokenBy(ended: Ended): readonly string[] {
  const { parts, platform, outcome, reason, meddled } = ended;
  const broken: string[] = [];
  const say = (holds: boolean, sentence: string) => {
    if (!holds) broken.push(sentence);
  };
  say(outcome !== null, 'The digest never ended.');
  say(
    outcome === 'posted' || reason !== null,
    `The digest ended as ${outcome ?? 'nothing'} without a reason.`,
  );
  for (const part of parts) {
    const name = `${part.kind} ${part.position}`;
    const copies = platform.copies.filter(({ key }) => key === part.key);
    const visible = copies.filter(({ deleted }) => !deleted);
    say(visible.length <= 1, `${visible.length} copies of ${name} are visible.`);
    say(meddled || copies.length <= 1, `${name} was taken ${copies.length} times.`);
    const known = part.remoteId === 'deleted' || copies.some(({ id }) => id === part.remoteId);
    if (part.state === 'sent') say(known, `${name} is called sent, and the platform never took it.`);
    if (visible.length > 0)
      say(part.state === 'sent' || part.parked, `${name} is visible, and the ledger calls it ${part.state}.`);
    if (part.state === 'sent' && !meddled)
      say(visible.length === 1, `${name} is called sent and is not there.`);
    if (outcome !== null)
      say(part.state !== 'pending' && part.state !== 'sending', `${name} is left ${part.state}.`);
    if (part.state !== 'sent') say(part.lastError !== null, `${name} is ${part.state} without a reason.`);
  }
  return [...broken, ...disorder(ended)];
}

// --- Internal helpers ---

/** A card comes after every earlier part that is there at all. */
function disorder({ parts, platform, meddled }: Ended): readonly string[] {
  if (meddled) return [];
  const firsts = parts.flatMap(({ key, position, parked }) => {
    const copy = platform.copies.find((item) => item.key === key);
    // One that a person had to be asked about is passed by the later cards.
    return copy === undefined || parked ? [] : [{ position, at: copy.at }];
  });
  const wrong = firsts.find(({ at }, index) => index > 0 && at < (firsts[index - 1]?.at ?? 0));
  return wrong === undefined ? [] : [`Part ${wrong.position} was taken before the one in front of it.`];
}
