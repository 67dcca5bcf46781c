/** A word as a shell takes it: in quotes where it holds anything that means something there. */
export function shellWord(text: string): string {
  return /^[\w./:@%+=,~-]+$/.test(text) && !text.startsWith("~") ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
