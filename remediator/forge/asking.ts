import { withCommas } from "@portcullis/policypack/commas";
import { list, Unexpected, type Decoder } from "./decode";
import { done, refused, type Outcome } from "./forge";
import { isAnswer, refusalOf } from "./github-errors";

/** Asks GitHub about one repository, and makes a refusal of whatever is no answer. */
export class Asking {
  readonly #repository: string;
  readonly #host: string;
  readonly #redact: (text: string) => string;

  constructor(repository: string, host: string, redact: (text: string) => string) {
    this.#repository = repository;
    this.#host = host;
    this.#redact = redact;
  }

  async ask<T>(doing: string, decode: Decoder<T>, call: () => Promise<{ data: unknown }>): Promise<Outcome<T>> {
    try {
      return done(decode((await call()).data));
    } catch (error) {
      const text = this.#redact(error instanceof Error ? error.message : String(error));
      const refusal =
        error instanceof Unexpected
          ? ({ kind: "unreachable", because: `what answers at ${this.#host} is not GitHub` } as const)
          : isAnswer(error)
            ? refusalOf(error)
            : undefined;
      if (refusal === undefined) throw new Error(`GitHub: could not ${doing}: ${text}`);
      return refused(refusal.kind, `GitHub did not ${doing} in ${this.#repository}: ${refusal.because} (${oneLine(text)}).`);
    }
  }

  /** All pages of a list, or those up to the one that ends with what nobody asked for. What a page calls the next one is not followed. */
  async pages<T>(
    doing: string,
    decode: Decoder<T>,
    call: (page: { per_page: number; page: number }) => Promise<{ data: unknown }>,
    isWanted: (each: T) => boolean = () => true,
  ): Promise<Outcome<readonly T[]>> {
    const all: T[] = [];
    for (let page = 1; page <= mostPages; page++) {
      const read = await this.ask(doing, list(decode), () => call({ per_page: perPage, page }));
      if (!read.ok) return read;
      all.push(...read.value.filter(isWanted));
      const last = read.value.at(-1);
      if (read.value.length < perPage || last === undefined || !isWanted(last)) return done(all);
    }
    return refused("rejected", `GitHub did not ${doing}: there are more than ${withCommas(mostPages * perPage)}.`);
  }
}

const perPage = 100;
const mostPages = 100;

function oneLine(text: string): string {
  return text.replace(/\s+/g, " ").slice(0, 300);
}
