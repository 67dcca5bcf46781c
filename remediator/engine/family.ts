import { randomUUID } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";

/**
 * A process and all that come from it. A child that leaves its process group, so that a signal to the group does not reach it, is known by a
 * variable that it inherits, and by its parents while they live. Both are read from /proc; where there is none, only the group is known.
 */
export class Family {
  /** The variable that every process of the family inherits. */
  readonly mark: Readonly<Record<string, string>>;
  readonly #text: string;
  /** Processes that were seen to come from the first one, and when each began: the number alone may be somebody else's later. */
  readonly #seen = new Map<number, string>();
  #leader: number | undefined;
  /** When the first one began. */
  #start = Infinity;
  #watch: NodeJS.Timeout | undefined;

  constructor() {
    const id = randomUUID();
    this.mark = { PORTCULLIS_RUN: id };
    this.#text = `PORTCULLIS_RUN=${id}`;
  }

  follow(leader: number | undefined): void {
    this.#leader = leader;
    if (leader === undefined) return;
    this.#start = Number(processes().get(leader)?.began ?? Infinity);
    this.#watch = setInterval(() => this.#look(), interval);
    this.#watch.unref();
  }

  /** Ends all of them, and what they start meanwhile. */
  kill(): void {
    clearInterval(this.#watch);
    if (this.#leader === undefined) return;
    for (let round = 0; round < mostRounds; round++) {
      this.#look();
      // The group has the leader's number for as long as it has a member.
      end(-this.#leader);
      let found = 0;
      for (const [pid, { began }] of processes()) {
        if (this.#seen.get(pid) !== began && !this.#isMarked(pid, Number(began))) continue;
        end(pid);
        found++;
      }
      if (found === 0) return;
    }
  }

  /** Only what began after the first one can come from it. */
  #isMarked(pid: number, began: number): boolean {
    return began >= this.#start && textOf(`/proc/${pid}/environ`).includes(this.#text);
  }

  #look(): void {
    const all = processes();
    for (let grew = true; grew;) {
      grew = false;
      for (const [pid, { parent, began }] of all) {
        if (this.#seen.get(pid) === began) continue;
        const isChild = parent === this.#leader || this.#seen.get(parent) === all.get(parent)?.began;
        if (!isChild || !all.has(parent)) continue;
        this.#seen.set(pid, began);
        grew = true;
      }
    }
  }
}

/** How often the family is looked at, in milliseconds. */
const interval = 200;

/** How often killing is tried: what is killed is still listed until its parent has noticed. */
const mostRounds = 5;

interface Process {
  readonly parent: number;
  readonly began: string;
}

/** The processes of this machine: https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html. Dead ones that nobody has noticed yet are left out. */
function processes(): ReadonlyMap<number, Process> {
  const found = new Map<number, Process>();
  if (process.platform !== "linux") return found;
  for (const name of entriesOf("/proc")) {
    if (!/^\d+$/.test(name) || Number(name) === process.pid) continue;
    const stat = textOf(`/proc/${name}/stat`);
    // The name of the program stands in parentheses and may have any character.
    const [state, parent, ...rest] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    if (state === undefined || parent === undefined || state === "Z" || state === "X") continue;
    found.set(Number(name), { parent: Number(parent), began: rest[17] ?? "" });
  }
  return found;
}

function entriesOf(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/** Empty where the process has ended, or is somebody else's. */
function textOf(file: string): string {
  try {
    return readFileSync(file, "latin1");
  } catch {
    return "";
  }
}

function end(target: number): void {
  try {
    process.kill(target, "SIGKILL");
  } catch {
    // It has ended by itself.
  }
}
