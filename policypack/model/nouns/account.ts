import type { Fact, Hole } from "../approx";
import type { Noun, Ref } from "./noun";

/** What the stack gives away for others to use. */
export interface StackExports extends Noun {
  readonly texts: ReadonlySet<string>;
  /** The resources whose identifier, name or ARN went into exports that are known, as far as the source knows. */
  readonly identified: ReadonlySet<string>;
  readonly hidden: readonly HiddenExport[];
  /** The resources that exports were computed from which may say where something is reached, as far as the source knows. */
  readonly reached: ReadonlySet<string>;
  /** Whether the program that deploys the stack gets them. */
  readonly isForProgram: boolean;
}

/** An export that is not known. */
export interface HiddenExport {
  readonly hole: Hole;
  /** The resources that it was computed from, where that is known. */
  readonly from: readonly string[] | undefined;
  /** Those of them whose identifier may be in it, where that is known. */
  readonly identified: readonly string[] | undefined;
  /** Whether its name leaves open that it is a group: how something is reached, or what else is called, is none. */
  readonly mayBeGroup: boolean;
  readonly name: string;
}

/** A flow log of a VPC or of a subnet. */
export interface FlowLog extends Noun {
  readonly of: Ref;
}

/** A recorder of AWS Config. */
export interface ConfigRecorder extends Noun {
  readonly coversGroups: Fact<boolean>;
  readonly startsItself: boolean;
}

export interface ConfigRecorderStatus extends Noun {
  readonly recorder: Ref;
  readonly isEnabled: Fact<boolean>;
}

/** A service that is set up once for an account. */
export interface AccountService extends Noun {
  readonly noun: string;
}
