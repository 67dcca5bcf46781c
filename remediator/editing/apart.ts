import { isSetting, type PlannedElement, type Variant } from "@portcullis/policypack/plans/plan";
import { List } from "../reader/interpreter/list";
import { RecordData, type Value } from "../reader/interpreter/value";

/** The properties by which rules name their sources, besides addresses in lists. */
const peers: ReadonlySet<string> = new Set(["cidrBlocks", "ipv6CidrBlocks", "prefixListIds", "securityGroups", "self", "sourceSecurityGroupId"]);

/**
 * A variant of a rule that has what a setting names beside other sources as two: one of the others, and one of what the setting names. Undefined where it has
 * no such.
 */
export function apartFromSetting({ data }: Value, variant: Variant): readonly [Variant, Variant] | undefined {
  const { append = {}, without = {}, set = {}, drop = [] } = variant;
  if (!(data instanceof RecordData)) return undefined;
  const [property, ...others] = Object.keys(append).filter((name) => append[name]?.some(isSetting));
  if (property === undefined || others.length > 0) return undefined;
  const added = append[property] ?? [];
  const rest: Readonly<Record<string, readonly PlannedElement[]>> = { ...append, [property]: added.filter((element) => !isSetting(element)) };
  const named = Object.fromEntries(Object.entries(rest).filter(([, elements]) => elements.length > 0));
  const stays = (name: string): boolean => {
    const list = data.fields.get(name)?.value.data;
    return list instanceof List && !drop.includes(name) && (list.rest !== undefined || list.items.length > (without[name] ?? []).length);
  };
  const isOther = (name: string): boolean => name in named || name in set || stays(name);
  if (![...peers].some(isOther)) return undefined;
  const present = [...data.fields.keys()].filter((name) => peers.has(name) && name !== property);
  const plain = Object.fromEntries(Object.entries(set).filter(([name]) => !peers.has(name)));
  return [
    { drop, without, append: named, set },
    { drop: [...new Set([...drop, ...present])], set: { ...plain, [property]: added.filter(isSetting) } },
  ];
}
