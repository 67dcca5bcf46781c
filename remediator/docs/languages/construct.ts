/** The languages that are read, as the columns of the table. */
export const languages = ["TypeScript", "Python", "Go", "C#", "Java", "YAML"] as const;
export type Language = (typeof languages)[number];

/**
 * A construct as a program uses it: what stands before the group, and the port and the block of its one rule, or the rules as a whole. `top` stands
 * outside of the stack's function where a language has one; `files` are beside the program.
 */
export interface Snippet {
  readonly before?: string;
  readonly port?: string;
  readonly block?: string;
  readonly rules?: string;
  readonly top?: string;
  readonly imports?: string;
  readonly files?: Readonly<Record<string, string>>;
  /** Where it is another one than that of other languages. */
  readonly outcome?: Outcome;
}

/** What is read of something: all of it; not what it is, which is said to be unknown; or not whether it is there, which is said as well. */
export type Outcome = "read" | "hole" | "gap";

export interface Construct {
  readonly name: string;
  /** What to expect of each language that has it. */
  readonly outcome: Outcome;
  readonly in: Partial<Readonly<Record<Language, Snippet>>>;
}

/** The settings of the stack: `block` is set, `other` is not, `key` is a secret. */
export const settings = {
  "shop:block": "0.0.0.0/0",
  "shop:port": "22",
  "shop:open": "true",
  "shop:key": { secure: "AAABAA==" },
  "shop:rules": [{ port: 22 }],
};
