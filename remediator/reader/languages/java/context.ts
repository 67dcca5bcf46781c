import { Context } from "../java-and-csharp/context";

/** What is known of a Java file while it is lowered. */
export class JavaContext extends Context {
  /** In the braces of `new HashMap<>() {{ put(...); }}`: what the map is called. */
  braced: string | undefined;
}
