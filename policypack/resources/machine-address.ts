/** The block of one address, after the address. */
export const lengthOfOne = "/32";

/**
 * What stands in a resource's inputs for the block that is the private address of a machine of the program, where the source says whose it is before
 * anybody knows which. It is told from addresses by its beginning, and never said.
 */
export function addressOfMachine(urn: string): string {
  return `${beginning}${urn}${lengthOfOne}`;
}

/** The URN of the machine for whose address a text stands. */
export function machineOf(text: string): string | undefined {
  return text.startsWith(beginning) && text.endsWith(lengthOfOne) ? text.slice(beginning.length, -lengthOfOne.length) : undefined;
}

const beginning = "portcullis:address-of:";
