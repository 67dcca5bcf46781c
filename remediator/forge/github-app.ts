import { createPrivateKey } from "node:crypto";
import { createAppAuth } from "@octokit/auth-app";
import { Asking } from "./asking";
import { object, optional, text, integer, type Decoder } from "./decode";
import { done, refused, type Outcome } from "./forge";
import { accessFlaw, clientOf, type GitHubAccess } from "./github-client";
import { redactor } from "./redact";

/** What an app proves itself with. */
export interface AppKey {
  readonly appId: string;
  readonly privateKey: string;
}

/** An app where it is installed. */
export interface Installation {
  /** Who it acts as. */
  readonly login: string;
  readonly id: number;
  /** A token for one repository, or for the list of all of them where none is named. It may write only where that is asked for. */
  readonly tokenFor: (repository: string | undefined, right: "read" | "write") => Promise<Outcome<string>>;
}

/** Finds the installation of an app for an owner. The key signs requests to the host and goes nowhere. */
export async function installationOf(
  key: AppKey,
  access: Omit<GitHubAccess, "token">,
  { owner, name }: { readonly owner: string; readonly name?: string },
): Promise<Outcome<Installation>> {
  const flaw = accessFlaw({ ...access, token: "key" });
  if (flaw !== undefined) return flaw;
  if (!/^\d{1,15}$|^Iv[\w.]{1,40}$/.test(key.appId)) return refused("rejected", "The id of the app is neither a number nor a client id.");
  const privateKey = key.privateKey.replaceAll("\\n", "\n");
  if (!isPrivateKey(privateKey)) return refused("rejected", "The key of the app is not a private key in PEM.");
  const auth = { authStrategy: createAppAuth, auth: { appId: key.appId, privateKey } };
  const client = clientOf({ ...access, token: `app ${key.appId}` }, auth);
  const asking = new Asking(name === undefined ? owner : `${owner}/${name}`, new URL(access.baseUrl).host, redactor(key.privateKey));
  const self = await asking.ask("say which app this is", app, () => client.rest.apps.getAuthenticated());
  if (!self.ok) return self;
  const found = await asking.ask("find where the app is installed", installation, () =>
    name === undefined ? client.rest.apps.getOrgInstallation({ org: owner }) : client.rest.apps.getRepoInstallation({ owner, repo: name }),
  );
  if (!found.ok) return found;
  const { id, permissions } = found.value;
  return done({
    login: `${self.value.slug}[bot]`,
    id,
    tokenFor: (repository, right) =>
      asking
        .ask("give a token", token, async () => {
          const wanted = repository === undefined ? (["metadata"] as const) : needed;
          const narrowed = Object.fromEntries(
            wanted.flatMap((name) => {
              const has = name === "metadata" ? "read" : permissions?.[name];
              return has === undefined ? [] : [[name, right === "write" && has === "write" ? "write" : "read"]];
            }),
          );
          const { data } = await client.rest.apps.createInstallationAccessToken({
            installation_id: id,
            ...(repository === undefined ? {} : { repositories: [repository] }),
            permissions: narrowed,
          });
          return { data };
        })
        .then((made) => (made.ok ? done(made.value.token) : made)),
  });
}

function isPrivateKey(pem: string): boolean {
  try {
    return createPrivateKey(pem).asymmetricKeyType === "rsa";
  } catch {
    return false;
  }
}

/** What a run may do in a repository at most. */
const needed = ["metadata", "contents", "pull_requests", "issues"] as const;

const app = object({ slug: text });
const level = optional(text);
const installation = object({ id: integer, permissions: optional(object({ contents: level, pull_requests: level, issues: level })) });
const token: Decoder<{ readonly token: string }> = object({ token: text });
