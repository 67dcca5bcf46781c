import picomatch from "picomatch";
import { parseUrn } from "../resources/resource";

/** A glob on a resource's URN or name. URNs are no paths: a star crosses their separators. */
export function globOnResource(glob: string): (urn: string) => boolean {
  const matches = picomatch(glob, { dot: true, bash: true });
  return (urn) => urn === glob || matches(urn) || matches(parseUrn(urn).name);
}
