import type { SdkSymbol } from "../languages/dialect";

/** What the table of the packages' declarations knows. */
export interface Schema {
  /** The type token of a resource's class: `aws:ec2/securityGroup:SecurityGroup`. By rule for classes of aws and aws-native that the table does not list. */
  readonly resourceToken: (symbol: SdkSymbol) => string | undefined;
  /** The token of a data source and the shape of its answer; the plain form and the `Output` form are the same. */
  readonly dataSource: (symbol: SdkSymbol) => DataSource | undefined;
  /** The value of a constant or of an enum's member: `aws.ec2.InstanceType.T2_Micro`, in whatever language's spelling of the member. */
  readonly constant: (symbol: SdkSymbol) => string | number | undefined;
  /** Whether a package's module has a class, function or constant of this name, for languages that open namespaces. */
  readonly has: (packageName: string, module: string, name: string) => boolean;
  /** The wire's name for a snake-case or Pascal-case one, where the rule (camel case) does not give it. */
  readonly propertyName: (written: string) => string | undefined;
  /** Whether the keys below a property of a resource are the program's own (tags, environment variables), so that they are not renamed. */
  readonly isFreeForm: (token: string, path: readonly string[]) => boolean;
  /** Whether a property of a resource is a list: some languages let a single value stand for a list of one. */
  readonly isList: (token: string, path: readonly string[]) => boolean;
}

export interface DataSource {
  readonly token: string;
  /** By property: the type of what the answer holds. */
  readonly result: ReadonlyMap<string, "text" | "number" | "boolean" | "list" | "record">;
}
