import type { Limits } from "../configuration/schema";
import { done, type Forge, type Outcome } from "../forge/forge";
import { readMarker } from "../pull-request/marker";

export interface RoomContext {
  readonly forge: Pick<Forge, "openedAfter">;
  readonly limits: Limits;
  /** How many more the whole of a sweep may open. */
  readonly mayOpen: number;
  readonly now: () => Date;
}

/** How many more pull requests a repository may be given, and why not more. */
export class Room {
  #taken = 0;
  /** The numbers of those that were opened in the last hour, once the host was asked, which is as soon as one more would be. */
  #lately: ReadonlySet<number> | undefined;
  /** The numbers of those that this run opened; 0 where there is none. */
  readonly #opened: number[] = [];

  constructor(
    private readonly context: RoomContext,
    private readonly open: number,
  ) {}

  /** A pull request is there now that was not; it may have been there before the hour. */
  take(): void {
    this.#taken++;
  }

  opened(number: number): void {
    this.#opened.push(number);
  }

  /** Why no other pull request may be opened, or opened again. What was there before is not new in this hour. */
  async whyFull(how: "open" | "reopen"): Promise<Outcome<string | undefined>> {
    if (how === "open" && this.#isRoomForOpen() && this.#lately === undefined) {
      const asked = await this.#ask();
      if (!asked.ok) return asked;
    }
    return done(this.whyKnownFull(how));
  }

  /**
   * The same without asking anybody. What the next run would say as well comes first, so that it has nothing to change where this one says it.
   */
  whyKnownFull(how: "open" | "reopen" = "open"): string | undefined {
    const { openPullRequests, newPullRequests, newPullRequestsPerHour } = this.context.limits;
    if (!this.#isRoomForOpen()) return `The limit of open pull requests is reached: ${openPullRequests}, by limits.openPullRequests.`;
    if (how === "open" && this.#openedLately() >= newPullRequestsPerHour)
      return `This hour's limit of new pull requests is reached: ${newPullRequestsPerHour}, by limits.newPullRequestsPerHour.`;
    if (this.#taken >= newPullRequests) return `This run's limit of new pull requests is reached: ${newPullRequests}, by limits.newPullRequests.`;
    return this.#taken >= this.context.mayOpen ? "The limit of new pull requests is reached for all repositories together." : undefined;
  }

  #isRoomForOpen(): boolean {
    return this.open + this.#taken < this.context.limits.openPullRequests;
  }

  #openedLately(): number {
    const lately = this.#lately ?? new Set();
    return lately.size + this.#opened.filter((number) => number === 0 || !lately.has(number)).length;
  }

  async #ask(): Promise<Outcome<undefined>> {
    const listed = await this.context.forge.openedAfter(new Date(this.context.now().getTime() - hour));
    if (!listed.ok) return listed;
    // An account may open pull requests for others than us.
    this.#lately = new Set(listed.value.flatMap(({ number, body }) => (readMarker(body).kind === "marker" ? [number] : [])));
    return done(undefined);
  }
}

/** In milliseconds. */
const hour = 3_600_000;
