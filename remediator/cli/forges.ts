import { credentialsIn } from "../system/credentials";
import type { Forge } from "../forge/forge";
import { remoteOf } from "../forge/local";
import { apiUrlFor } from "../forge/remote";
import { Refusal } from "./exit";
import { tell } from "./streams";

/** How the code host is reached. */
export interface ForgeOptions {
  readonly apiUrl?: string;
  readonly login?: string;
}

/** Takes the token, and every other credential, out of this process's environment: what it starts from now on does not inherit them. */
export function takeToken(): string {
  // A secret is often kept with the end of its line.
  const token = (process.env.GITHUB_TOKEN ?? "").trim();
  for (const name of credentialsIn(process.env)) Reflect.deleteProperty(process.env, name);
  return token;
}

/** Opens the repository that a checkout was cloned from, at the one address that the token is for. */
export async function openForge(place: string, token: string, { apiUrl, login }: ForgeOptions): Promise<Forge> {
  const { gitHub } = require("../forge/github") as typeof import("../forge/github");
  const remote = await remoteOf(place);
  if (!remote.ok) throw new Refusal(remote.refusal.reason);
  const { owner, name } = remote.value;
  const api = apiUrlFor(remote.value, { said: apiUrl, set: process.env.GITHUB_API_URL });
  if (!api.ok) throw new Refusal(api.refusal.reason);
  const isAction = process.env.GITHUB_ACTIONS === "true";
  const forge = gitHub({ owner, name, token, baseUrl: api.value, login, isAction, waiting: (what) => tell(`${what}\n`) });
  if (!forge.ok) throw new Refusal(forge.refusal.reason);
  return forge.value;
}
