import { Asking } from "./asking";
import { done, type Outcome } from "./forge";
import { listedRepository } from "./github-answers";
import { accessFlaw, clientOf, type GitHubAccess } from "./github-client";
import type { Organisation } from "./organisation";
import { redactor } from "./redact";

/** An organisation on GitHub. */
export function gitHubOrganisation(name: string, access: GitHubAccess): Outcome<Organisation> {
  const flaw = accessFlaw(access);
  if (flaw !== undefined) return flaw;
  const client = clientOf({ ...access, isReadOnly: true });
  const asking = new Asking(name, new URL(access.baseUrl).host, redactor(access.token));
  return done({
    async repositories() {
      const listed = await asking.pages("list the repositories", listedRepository, (page) =>
        client.rest.repos.listForOrg({ org: name, type: "all", ...page }),
      );
      if (!listed.ok) return listed;
      return done(
        listed.value.map(({ name: repository, owner, default_branch, archived, disabled, fork }) => ({
          owner: owner.login,
          name: repository,
          defaultBranch: default_branch,
          isArchived: archived === true,
          isDisabled: disabled === true,
          isFork: fork === true,
        })),
      );
    },
  });
}
