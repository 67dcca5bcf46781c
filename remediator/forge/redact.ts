/** Makes a function that takes a secret out of a text: as it is, as part of a URL, and inside anything that was encoded in base64. Takes time that is linear in the text. */
export function redactor(secret: string): (text: string) => string {
  if (secret === "") return (text) => text;
  const encoded = new Set<string>();
  for (const offset of [0, 1, 2]) {
    const core = base64At(secret, offset);
    // A few characters could stand anywhere by chance.
    if (core.length < 8) continue;
    encoded.add(core).add(core.replaceAll("+", "-").replaceAll("/", "_"));
  }
  const pattern = new RegExp([secret, encodeURIComponent(secret), ...encoded].map(literal).join("|"), "g");
  return (text) => {
    let redacted = "";
    let done = 0;
    for (const { 0: found, index } of text.matchAll(pattern)) {
      let [from, to] = [index, index + found.length];
      if (encoded.has(found)) {
        // What stands around it was encoded with it.
        while (from > done && /[A-Za-z0-9+/_-]/.test(text.charAt(from - 1))) from--;
        while (/[A-Za-z0-9+/_=-]/.test(text.charAt(to))) to++;
      }
      if (from >= done) redacted += `${text.slice(done, from)}[redacted]`;
      done = Math.max(done, to);
    }
    return redacted + text.slice(done);
  };
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
