import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import { withCommas } from "@portcullis/policypack/commas";

/** As many bytes of a file that somebody names as can become a text. */
const longest = 500_000_000;

/** The bytes of a file that somebody names: of a pipe and of a device as well, which may never end. */
export function readGiven(file: string, most = longest): Buffer {
  const handle = openSync(file, "r");
  try {
    if (fstatSync(handle).isDirectory()) throw new Error("it is a folder");
    const chunks: Buffer[] = [];
    for (let size = 0; size <= most;) {
      const chunk = Buffer.allocUnsafe(1 << 20);
      const read = readSync(handle, chunk);
      if (read === 0) return Buffer.concat(chunks);
      chunks.push(chunk.subarray(0, read));
      size += read;
    }
    throw new Error(`it has more than ${withCommas(most)} bytes, which are the most that is read`);
  } finally {
    closeSync(handle);
  }
}
