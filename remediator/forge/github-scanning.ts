import { Asking } from "./asking";
import { done, type Outcome } from "./forge";
import { accessFlaw, clientOf, type GitHubAccess } from "./github-client";
import { redactor } from "./redact";

/** Results for code scanning: SARIF, compressed by gzip, in base64. */
export interface Analysis {
  readonly commit: string;
  readonly ref: string;
  readonly sarif: string;
}

/** Hands results over: https://docs.github.com/en/rest/code-scanning/code-scanning#upload-an-analysis-as-sarif-data */
export async function uploadSarif(access: GitHubAccess, owner: string, repo: string, { commit, ref, sarif }: Analysis): Promise<Outcome<undefined>> {
  const flaw = accessFlaw(access);
  if (flaw !== undefined) return flaw;
  const asking = new Asking(`${owner}/${repo}`, new URL(access.baseUrl).host, redactor(access.token));
  const client = clientOf(access);
  const sent = await asking.ask(
    "take the results",
    () => undefined,
    () => client.rest.codeScanning.uploadSarif({ owner, repo, commit_sha: commit, ref, sarif, tool_name: "Portcullis" }),
  );
  return sent.ok ? done(undefined) : sent;
}
