let born = 0;

/** How many lists, records, objects and variables there have been. */
export function births(): number {
  return born;
}

export function birth(): number {
  return ++born;
}
