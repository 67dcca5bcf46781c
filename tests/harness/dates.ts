/** A day on which an exemption that is given today still counts. */
export const inAMonth = new Date(Date.now() + 30 * 24 * 60 * 60 * 1000).toISOString().slice(0, 10);
