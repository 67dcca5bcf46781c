/** What has to be undone however this process ends, the last first: by itself, by an error or by a signal. SIGKILL aside. */
const pending = new Set<() => void>();

/** Does `undo` when the process ends, unless the function that is returned is called before. */
export function atEnd(undo: () => void): () => void {
  if (pending.size === 0) listen();
  pending.add(undo);
  return () => {
    if (pending.delete(undo) && pending.size === 0) unlisten();
  };
}

/** What ends a process that does not listen for it: from the keyboard, from whoever started it, and for the time that it used up. */
const signals = ["SIGINT", "SIGQUIT", "SIGTERM", "SIGHUP", "SIGALRM", "SIGXCPU", "SIGUSR2"] as const;

function listen(): void {
  process.once("exit", undoAll);
  for (const signal of signals) process.once(signal, interrupted);
}

function unlisten(): void {
  process.off("exit", undoAll);
  for (const signal of signals) process.off(signal, interrupted);
}

function undoAll(): void {
  for (const undo of [...pending].reverse()) {
    try {
      undo();
    } catch {
      // The others still have to be done, and there is nobody left to tell.
    }
  }
  pending.clear();
}

/** Ends as the signal would have ended it. */
function interrupted(signal: NodeJS.Signals): void {
  undoAll();
  unlisten();
  process.kill(process.pid, signal);
}
