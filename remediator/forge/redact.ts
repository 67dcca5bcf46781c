/** Makes a function that takes a secret out of a text: as it is, as part of a URL, and inside anything that was encoded in base64. */
export function redactor(secret: string): (text: string) => string {
  if (secret === "") return (text) => text;
  const spellings = [secret, encodeURIComponent(secret)].map(literal);
  for (const offset of [0, 1, 2]) {
    const core = base64At(secret, offset);
    // A few characters could stand anywhere by chance.
    if (core.length < 8) continue;
    for (const spelling of [core, core.replaceAll("+", "-").replaceAll("/", "_")])
      spellings.push(`[A-Za-z0-9+/_-]*${literal(spelling)}[A-Za-z0-9+/_=-]*`);
  }
  const pattern = new RegExp(spellings.join("|"), "g");
  return (text) => text.replace(pattern, "[redacted]");
}

/** The characters of base64 that depend on the secret alone, where it stands `offset` bytes after a multiple of three. */
function base64At(secret: string, offset: number): string {
  const bytes = Buffer.concat([Buffer.alloc(offset), Buffer.from(secret)]);
  const whole = Math.floor((bytes.length * 8) / 6);
  return bytes.toString("base64").slice([0, 2, 3][offset], whole);
}

function literal(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/-]/g, "\\$&");
}
