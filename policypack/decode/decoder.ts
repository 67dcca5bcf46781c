import type { Nouns } from "../model/network";
import type { Resource } from "../resources/resource";
import type { Property } from "./read";

/** Hands over a noun that was found in a resource. */
export type Emit = <K extends keyof Nouns>(kind: K, noun: Nouns[K]) => void;

/** Turns one resource into nouns. Nothing it sees is dropped: what it cannot read is a hole in a noun, or a gap. */
export type Decoder = (inputs: Property, emit: Emit, context: DecodeContext) => void;

export interface DecodeContext {
  readonly resource: Resource;
  /** What the provider computed; empty before the first deployment. */
  readonly outputs: Property;
  readonly gap: (reason: string) => void;
}

/** Type tokens to decoders. */
export type Decoders = Readonly<Record<string, Decoder>>;
