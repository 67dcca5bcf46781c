/** Everything that a pull request says and does, as found and proven before. Paths are relative to the top of the repository, with forward slashes. */
export interface PullRequestRequest {
  /** The Pulumi project: its name, after its folder where that is not the repository's top. See `projectIn`. */
  readonly project: string;
  /** How the project is called in the text, where that is not what it is known by. */
  readonly shownAs?: string;
  /** What the program was read from. Without it only the edited files are compared with the default branch. */
  readonly checkout?: Checkout;
  /** True where the repair comes from a file, so that what is said about it was found elsewhere. */
  readonly isHandedOver?: boolean;
  /** True where the change needs a person's judgement before it can be merged. */
  readonly isDraft?: boolean;
  readonly title: string;
  /** What the edits repair. None means that the project has nothing to repair. */
  readonly findings: readonly RepairedFinding[];
  readonly declined: readonly DeclinedFinding[];
  /** What the rules of each group that changes are, before and after. */
  readonly groups?: readonly ChangedGroup[];
  /** Where the pages of policies are, ending in a slash. */
  readonly policyPages?: string;
  /** Who reaches whom before and after, in Mermaid. It is made of names that can do nothing. */
  readonly picture?: string;
  readonly proof: readonly ProofStep[];
  /** What has to be in the configuration before the next deployment. */
  readonly settings?: readonly SettingToMake[];
  /** Who may no longer get through, a sentence each. */
  readonly losesAccess: readonly string[];
  readonly files: readonly EditedFile[];
}

/** Addresses that a key of the program's configuration is to have, and until then nobody gets through by it. */
export interface SettingToMake {
  /** With its namespace: "shop:sshCidrs". */
  readonly key: string;
  /** Of the stacks that it is for, such as "Pulumi.prod.yaml". */
  readonly files: readonly string[];
  /** Who gets through by it, for the middle of a sentence. */
  readonly who: string;
}

/** The rules of a group on the ports that change, a line each: "tcp/22 from 192.0.2.0/24". */
export interface ChangedGroup {
  readonly name: string;
  readonly gone: readonly string[];
  readonly added: readonly string[];
  readonly stays: readonly string[];
}

/** The folder of a program in its repository, and how it relates to a commit. */
export interface Checkout {
  /** Empty for the repository's top. */
  readonly folder: string;
  /** The id of the folder's tree in the commit that is checked out. */
  readonly tree?: string;
  /** Files that are not as in that commit, and that the program may read. */
  readonly changes: readonly string[];
  /** The commit, and a digest of what the program may read outside of its folder there; see `digestBeside`. Without it only the folder is compared. */
  readonly beside?: { readonly commit: string; readonly digest: string };
}

/** A project is known by its folder and its name: two programs of a repository may have one name. */
export function projectIn(folder: string, name: string): string {
  return folder === "" ? name : `${folder}/${name}`;
}

export interface RepairedFinding {
  /** Stays the same for as long as the finding does; findings with the same key are one. */
  readonly key: string;
  readonly policy: string;
  /** What is so; what to do about it is done. */
  readonly message: string;
  /** What the problem says that goes with this and other findings, where it goes as a whole. */
  readonly problem?: string | undefined;
  readonly file?: string | undefined;
  readonly line?: number | undefined;
  readonly urn: string;
}

export interface DeclinedFinding {
  readonly policy: string;
  /** What is so, and what to do. */
  readonly message: string;
  readonly reason: string;
  /** The same for findings at one place; without it each is by itself. */
  readonly place?: string | undefined;
}

/** One claim about the edited program, and whether it was found to hold. */
export interface ProofStep {
  readonly claim: string;
  readonly holds: boolean;
  readonly detail: string;
}

export interface EditedFile {
  readonly path: string;
  readonly before: Buffer;
  readonly after: Buffer;
}
