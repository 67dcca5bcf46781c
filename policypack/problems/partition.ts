/** Things that fall into disjoint sets, which can be joined. */
export class Partition {
  private readonly parents: Map<string, string>;

  constructor(ids: Iterable<string>) {
    this.parents = new Map([...ids].map((id) => [id, id]));
  }

  /** One of the set that stands for it. */
  of(id: string): string {
    let root = id;
    for (let parent = this.parents.get(root); parent !== undefined && parent !== root; parent = this.parents.get(root)) root = parent;
    // Later questions find it in one step.
    if (this.parents.has(id)) this.parents.set(id, root);
    return root;
  }

  /** Puts the sets of all of these together; what is not known is left out. */
  join(ids: readonly string[]): void {
    const [first, ...others] = ids.filter((id) => this.parents.has(id));
    if (first === undefined) return;
    for (const other of others) this.parents.set(this.of(other), this.of(first));
  }
}
