/** What an error message of the engine or the SDK says first, without colours and introductions. */
export function firstLine(message: string): string {
  const lines = message
    .replace(unprintable, "")
    .split("\n")
    .map((line) => line.trim().replace(/^error: /, ""));
  return (lines.find((line) => line !== "" && !introduction.test(line)) ?? "no message").slice(0, 300);
}

const unprintable = new RegExp("\\u001b\\[[0-9;]*m|[\\u0000-\\u0009\\u000b-\\u001f\\u007f]", "g");

const introduction = /^(Running program|TSError: )/;
