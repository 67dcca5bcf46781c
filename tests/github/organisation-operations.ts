import { randomBytes } from "node:crypto";
import { complete } from "./contract";
import { failure, repositoryBody, simpleUser, type Call, type Reply } from "./operations";

/** Lists of repositories, and apps with their installations and narrowed tokens; see CONTRACT.md. */
export const organisationHandlers: Readonly<Record<string, (call: Call) => Promise<Reply> | Reply>> = {
  "repos/list-for-org"(call) {
    const found = call.repositories.filter((repository) => isOf(call, repository.owner) && repository.access.has(call.caller.login));
    if (!call.repositories.some(({ owner }) => isOf(call, owner))) return failure(404, "Not Found");
    return { status: 200, pages: found.map((repository) => repositoryBody(call, "minimal-repository", repository)) };
  },

  "apps/get-authenticated"(call) {
    if (!call.isJwt) return failure(401, "A JSON web token could not be decoded");
    const slug = call.caller.login.replace("[bot]", "");
    const body = { id: call.caller.id, slug, name: slug, owner: simpleUser(call.caller, call.url), permissions: {}, events: [] };
    return { status: 200, body: complete("integration", body, call.url) };
  },

  "apps/get-org-installation": installation,
  "apps/get-repo-installation": installation,

  "apps/create-installation-access-token"(call) {
    if (!call.isJwt) return failure(401, "A JSON web token could not be decoded");
    const { repositories, permissions = {} } = call.body as { repositories?: readonly string[]; permissions?: Readonly<Record<string, string>> };
    const unknown = repositories?.find((name) => !call.repositories.some((repository) => repository.name === name));
    if (unknown !== undefined)
      return failure(422, "There is at least one repository that does not exist or is not accessible to the parent installation.");
    const token = `ghs_secret${randomBytes(16).toString("hex")}`;
    call.grant(token, { account: call.caller, repositories, permissions });
    const expires = new Date(Date.now() + 3_600_000).toISOString();
    return { status: 201, body: { token, expires_at: expires, permissions, repository_selection: repositories === undefined ? "all" : "selected" } };
  },
};

function installation(call: Call): Reply {
  if (!call.isJwt) return failure(401, "A JSON web token could not be decoded");
  const owner = call.parameters.org ?? call.parameters.owner ?? "";
  const has = call.repositories.some(
    (repository) => repository.owner.toLowerCase() === owner.toLowerCase() && repository.access.has(call.caller.login),
  );
  if (!has) return failure(404, "Not Found");
  const account = simpleUser({ id: 1, login: owner, name: owner, email: "", isApp: false }, call.url);
  const body = {
    id: 4242,
    account,
    app_id: call.caller.id,
    app_slug: call.caller.login.replace("[bot]", ""),
    repository_selection: "all",
    permissions: { metadata: "read", contents: "write", pull_requests: "write", issues: "write" },
    events: [],
  };
  return { status: 200, body: complete("installation", body, call.url) };
}

function isOf(call: Call, owner: string): boolean {
  return owner.toLowerCase() === call.parameters.org?.toLowerCase();
}
