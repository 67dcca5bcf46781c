/** Something that goes wrong with one request: before it takes effect, or after, when only the answer is lost. */
export interface Fault {
  readonly when: "before" | "after";
  /** Which request: by operation, by its place among the mutating ones (from 0), or any. */
  readonly operationId?: string;
  readonly mutation?: number;
  /** Its place among all requests (from 0), those of git among them. */
  readonly request?: number;
  /** `stale` answers a read as it was answered before. `silence` never answers; the last three answer 200 with what is not GitHub's. */
  readonly as:
    | "reset"
    | "stale"
    | "silence"
    | "html"
    | "null"
    | "half"
    | { readonly status: number; readonly message?: string; readonly headers?: Readonly<Record<string, string>> };
}

/** What is to go wrong, and what is to happen meanwhile. */
export class Faults {
  readonly #faults: Fault[] = [];
  readonly #actions = new Map<number, () => Promise<unknown>>();
  #mutations = 0;
  #place = 0;
  #deathAt = Infinity;
  #arrived = 0;
  #isActing = false;

  inject(fault: Fault): void {
    this.#mutations = 0;
    this.#place = 0;
    this.#faults.push(fault);
  }

  get unused(): number {
    return this.#faults.length + this.#actions.size;
  }

  killAfter(requests: number): void {
    this.#deathAt = requests;
    this.#arrived = 0;
  }

  get isDead(): boolean {
    return this.#arrived > this.#deathAt;
  }

  revive(): void {
    this.#deathAt = Infinity;
  }

  before(request: number, action: () => Promise<unknown>): void {
    this.#arrived = 0;
    this.#actions.set(request, action);
  }

  forget(): void {
    this.#faults.length = 0;
    this.#actions.clear();
    this.#mutations = 0;
    this.#place = 0;
    this.#arrived = 0;
  }

  /** Whether a request arrives at all. */
  async arrive(): Promise<boolean> {
    if (this.#isActing) return true;
    const place = this.#arrived++;
    const action = this.#actions.get(place);
    if (action !== undefined) {
      this.#actions.delete(place);
      this.#isActing = true;
      await action();
      this.#isActing = false;
    }
    return place < this.#deathAt;
  }

  take(operationId: string, isMutating: boolean): Fault | undefined {
    if (this.#isActing) return undefined;
    const place = isMutating ? this.#mutations++ : undefined;
    const request = this.#place++;
    const index = this.#faults.findIndex((fault) => {
      if (fault.request !== undefined) return fault.request === request;
      if (fault.operationId !== undefined) return fault.operationId === operationId;
      return fault.mutation === undefined || fault.mutation === place;
    });
    return index === -1 ? undefined : this.#faults.splice(index, 1)[0];
  }
}
