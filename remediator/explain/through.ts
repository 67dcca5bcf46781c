import type { Hop } from "@portcullis/policypack/model/paths/reach";

/** Those between the two ends of a way: ", through the load balancer front"; nothing where there are none. */
export function through(hops: readonly Hop[]): string {
  const between = hops.slice(0, -1).map(({ to }) => to);
  return between.length === 0 ? "" : `, through ${between.join(" and ")}`;
}
