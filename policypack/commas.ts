/** "4,256,038,912". Without Intl, which takes longer to load than the whole pack takes to judge a small stack. */
export function withCommas(count: bigint | number): string {
  return count.toString().replace(/\B(?=(\d{3})+$)/g, ",");
}
