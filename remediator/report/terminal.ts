import type pc from "picocolors";

/**
 * Colours, or none. On dark and on light terminals alike: no yellow, which white swallows, and no blue, which black does; what has to be read is neither
 * in cyan nor dim.
 */
export type Colours = ReturnType<typeof pc.createColors>;

/** What a text is written for. */
export interface Terminal {
  readonly colours: Colours;
  /** In columns. */
  readonly width: number;
  /** Whether text can be a link. */
  readonly hyperlinks: boolean;
}

/** A link as terminals take it: https://gist.github.com/egmontkob/eb114294efbcd5adb1944c9f3cb5feda */
export function linked(text: string, url: string | undefined, { hyperlinks }: Terminal): string {
  return hyperlinks && url !== undefined ? `\u001b]8;;${url}\u001b\\${text}\u001b]8;;\u001b\\` : text;
}

/** How many columns are written where nobody says. */
export const usualWidth = 80;
const narrowest = 40;
const widest = 120;

/** The columns to write: lines longer than these are hard to read. */
export function readableWidth(columns: number | undefined): number {
  return columns === undefined || !(columns > 0) ? usualWidth : Math.max(narrowest, Math.min(columns, widest));
}

/**
 * Whether a terminal has links, by what it says of itself. VTE has them since 0.50, and 0.50.0 crashes on them.
 * https://github.com/Alhadis/OSC8-Adoption
 */
export function hasHyperlinks(stream: { readonly isTTY?: boolean }, environment: Readonly<Record<string, string | undefined>>): boolean {
  const { FORCE_HYPERLINK, TERM = "", TERM_PROGRAM = "", TERM_PROGRAM_VERSION = "", VTE_VERSION = "", WT_SESSION, KITTY_WINDOW_ID, CI } = environment;
  if (FORCE_HYPERLINK !== undefined) return FORCE_HYPERLINK !== "0" && FORCE_HYPERLINK !== "false";
  if (stream.isTTY !== true || TERM === "dumb" || (CI ?? "") !== "" || TERM.startsWith("screen") || TERM.startsWith("tmux")) return false;
  if (WT_SESSION !== undefined || KITTY_WINDOW_ID !== undefined) return true;
  if (/^(xterm-kitty|foot|alacritty|wezterm|xterm-ghostty)/.test(TERM)) return true;
  if (/^\d+$/.test(VTE_VERSION)) return Number(VTE_VERSION) > 5000;
  const [major = 0, minor = 0] = TERM_PROGRAM_VERSION.split(".").map(Number);
  if (TERM_PROGRAM === "iTerm.app") return major > 3 || (major === 3 && minor >= 1);
  if (TERM_PROGRAM === "vscode") return major > 1 || (major === 1 && minor >= 72);
  return ["WezTerm", "ghostty", "Hyper", "rio", "zed"].includes(TERM_PROGRAM);
}
