import type { Gap } from "@portcullis/policypack/model/network";
import type { Path } from "@portcullis/policypack/plans/plan";
import type { Resource, SourcePosition } from "@portcullis/policypack/resources/resource";
import type { Editable } from "../editing/context";
import type { SourceRange } from "../reader/plain";

/** What was not checked, and where that is written. */
export interface LocatedGap extends Gap {
  readonly location?: SourcePosition;
  /** Nothing is missing for it: it is said so that nobody is surprised by it. */
  readonly isRead?: true;
}

/** The source of programs on this disk. */
export interface Written {
  /** The folder that the files of places are relative to. */
  readonly folder: string;
  /** A file's text, as places name the file. */
  readonly text: (file: string) => string | undefined;
}

/** A setting of a stack. */
export interface GivenSetting {
  /** As programs of the project ask for it: without the project's name. */
  readonly key: string;
  readonly place: SourceRange | undefined;
  /** Whether the value is made from it, and not the setting itself. */
  readonly isPart: boolean;
  /** Whether it is not to be said what it is. */
  readonly isSecret: boolean;
}

/** The resources of a stack, and where they came from. */
export interface Source {
  readonly kind: "source";
  /** `static`: read from the source; `run`: registered by the program; `preview`: asked of the engine; `file`: from a preview or an export. */
  readonly how: "static" | "run" | "preview" | "file";
  readonly project?: string;
  /** The project's folder, relative to the repository's top folder. */
  readonly folderName?: string;
  readonly language?: string;
  /** Empty where no stack has a file. */
  readonly stack?: string;
  readonly resources: readonly Resource[];
  readonly gaps: readonly LocatedGap[];
  /** Whether resources of the stack are left out. */
  readonly isPartial?: true;
  /** The folder of Pulumi.yaml, where the resources come from a program that was run. */
  readonly folder: string | undefined;
  /** Where the source writes what is at a path of a resource's inputs. */
  readonly locate?: (urn: string, path: Path) => SourceRange | SourcePosition | undefined;
  /** Why what is at a path of a resource's inputs is not known: a predicate with the value as its subject. */
  readonly reason?: (urn: string, path: Path) => string | undefined;
  /** The setting of the stack that gives what is at a path of a resource's inputs, and where its file says it. */
  readonly settings?: (urn: string, path: Path) => readonly GivenSetting[];
  /** What `locate` finds places in. */
  readonly written?: Written;
  /** The program as edits see it, or why it is not edited; undefined where there is no source. */
  readonly editable?: () => Editable | string;
  /** The files outside of the folder that make resources, by URN. */
  readonly outside?: ReadonlyMap<string, string>;
}
