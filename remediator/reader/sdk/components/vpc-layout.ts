/** The subnets of a zone. */
export interface ZoneBlocks {
  readonly public: string;
  readonly private: string;
}

/**
 * The blocks of awsx's usual layout: each zone has an equal share of the VPC, the private subnet its first half, the public subnet the next quarter.
 * Undefined for a block that is no IPv4 block or too small.
 */
export function halves(block: string, zones: number): readonly ZoneBlocks[] | undefined {
  const [, a = "", b = "", c = "", d = "", length = ""] = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\/(\d{1,2})$/.exec(block) ?? [];
  const octets = [a, b, c, d].map(Number);
  if (length === "" || octets.some((octet) => octet > 255)) return undefined;
  const mask = Number(length);
  const zoneMask = mask + Math.ceil(Math.log2(Math.max(zones, 1)));
  if (zoneMask + 2 > 32) return undefined;
  const address = octets.reduce((sum, octet) => sum * 256 + octet, 0);
  const start = address - (address % 2 ** (32 - mask));
  return Array.from({ length: zones }, (_, zone) => {
    const base = start + zone * 2 ** (32 - zoneMask);
    return { private: `${dotted(base)}/${zoneMask + 1}`, public: `${dotted(base + 2 ** (31 - zoneMask))}/${zoneMask + 2}` };
  });
}

function dotted(address: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256).join(".");
}
