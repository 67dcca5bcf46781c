import { done, type Outcome } from "./forge";

/** How something is said where others of us may want to say the same. */
export interface Speaker {
  /** Takes the right to say it, which one can have at a time; false where somebody else has it. */
  readonly claim: () => Promise<Outcome<boolean>>;
  readonly hasSaid: () => Promise<Outcome<boolean>>;
  readonly say: () => Promise<Outcome<undefined>>;
  /** Gives the right back, whoever has it. */
  readonly release: () => Promise<Outcome<undefined>>;
  readonly pause: () => Promise<void>;
}

/**
 * Says something once, though two runs want to say it at the same moment. Whoever has the claim says it. Whoever has not waits until it is said; if it
 * never is, the other run was stopped, and this one says it. Nothing else is done before the claim is given back, so that the next run finds one that was not.
 */
export async function sayOnce(speaker: Speaker): Promise<Outcome<undefined>> {
  const claimed = await speaker.claim();
  if (!claimed.ok) return claimed;
  const said = await saidOrSay(speaker, claimed.value ? 1 : mostTries);
  const released = await speaker.release();
  return said.ok ? released : said;
}

async function saidOrSay(speaker: Speaker, tries: number): Promise<Outcome<undefined>> {
  for (let left = tries; left > 0; left--) {
    const said = await speaker.hasSaid();
    if (!said.ok) return said;
    if (said.value) return done(undefined);
    if (left > 1) await speaker.pause();
  }
  return speaker.say();
}

/** How often is looked whether the other run has said it. */
const mostTries = 10;
