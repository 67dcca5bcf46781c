import { Context } from "../java-and-csharp/context";

/** What is known of a Java file while it is lowered. */
export class JavaContext extends Context {
  /** By the name of a member that is imported statically: the name that its class has in the file. */
  readonly staticImports = new Map<string, string>();
  /** The names of the methods that the file declares. */
  readonly methods = new Set<string>();
  /** In the braces of `new HashMap<>() {{ put(...); }}`: what the map is called. */
  braced: string | undefined;
}
