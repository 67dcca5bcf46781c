/** What the arguments of a data source settle, whatever the account: properties of the answer. */
export function settledAnswer(token: string, args: Readonly<Record<string, unknown>>, region: string | undefined): Readonly<Record<string, unknown>> {
  void args;
  const name = token.slice(token.lastIndexOf(":") + 1);
  if (name === "getRegion") return region === undefined ? {} : { id: region, name: region, region };
  if (name === "getPartition") return { id: "aws", partition: "aws", dnsSuffix: "amazonaws.com", reverseDnsPrefix: "com.amazonaws" };
  if (name === "getAvailabilityZones" && region !== undefined) return { names: ["a", "b", "c"].map((zone) => `${region}${zone}`) };
  return {};
}
