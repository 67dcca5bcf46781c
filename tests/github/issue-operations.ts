import { gunzipSync } from "node:zlib";
import { complete } from "./contract";
import { failure, pullBody, pullOf, repositoryBody, simpleUser, validation, type Call, type Reply } from "./operations";
import { nextNumber, type IssueState } from "./state";

/** Issues, what a pull request has as an issue (labels, people, events), and uploads of code scanning; see CONTRACT.md. */
export const issueHandlers: Readonly<Record<string, (call: Call) => Promise<Reply> | Reply>> = {
  "issues/list-for-repo"(call) {
    const state = call.query.get("state") ?? "open";
    const creator = call.query.get("creator")?.toLowerCase();
    const { issues, pullRequests } = call.repository;
    const pulls = pullRequests.map(({ number, createdAt, author, title, body, state: own }) => ({
      ...{ number, createdAt, author, title, body: body ?? "", state: own },
      pull_request: { url: call.url, html_url: call.url, diff_url: call.url, patch_url: call.url },
    }));
    const found = [...issues, ...pulls].filter(
      (issue) => (state === "all" || issue.state === state) && (creator === undefined || issue.author.login.toLowerCase() === creator),
    );
    return {
      status: 200,
      pages: found.sort((a, b) => b.createdAt.localeCompare(a.createdAt) || b.number - a.number).map((issue) => issueBody(call, issue)),
    };
  },

  "issues/create"(call) {
    const { repository, caller } = call;
    if (!repository.hasIssues) return failure(410, "Issues are disabled for this repo");
    const { title, body } = call.body as { title: string; body?: string };
    const issue: IssueState = { number: nextNumber(repository), createdAt: call.now, author: caller, title, body: body ?? "", state: "open" };
    repository.issues.push(issue);
    return { status: 201, body: issueBody(call, issue) };
  },

  "issues/update"(call) {
    const issue = call.repository.issues.find(({ number }) => number === Number(call.parameters.issue_number));
    if (issue === undefined) return failure(404, "Not Found");
    const { title, body, state } = call.body as Partial<IssueState>;
    issue.title = title ?? issue.title;
    issue.body = body ?? issue.body;
    issue.state = state ?? issue.state;
    return { status: 200, body: issueBody(call, issue) };
  },

  "issues/list-events"(call) {
    const pull = pullOf(call);
    if (pull === undefined) return failure(404, "Not Found");
    const pages = pull.decoration.events.map(({ event, what }, index) => {
      const subject =
        event === "labeled"
          ? { label: { name: what, color: "ededed" } }
          : event === "assigned"
            ? { assignee: person(call, what), assigner: simpleUser(call.caller, call.url) }
            : { review_requester: simpleUser(call.caller, call.url), ...asked(call, what) };
      const common = { id: index + 1, event, actor: simpleUser(call.caller, call.url) };
      return complete(`${event.replace("_", "-")}-issue-event`, { ...common, ...subject }, call.url);
    });
    return { status: 200, pages };
  },

  "issues/check-user-can-be-assigned"({ repository, parameters }) {
    return repository.access.has(parameters.assignee ?? "") ? { status: 204 } : failure(404, "Not Found");
  },

  "repos/check-collaborator"({ repository, parameters }) {
    return repository.access.has(parameters.username ?? "") ? { status: 204 } : failure(404, "Not Found");
  },

  "issues/add-labels"(call) {
    const pull = pullOf(call);
    if (pull === undefined) return failure(404, "Not Found");
    if ((call.body.labels as readonly string[]).some((name) => Array.from(name).length > longestLabel))
      return validation([{ resource: "Label", field: "name", code: "custom", message: "name is too long (maximum is 50 characters)" }]);
    for (const label of (call.body.labels ?? []) as readonly string[]) {
      if (pull.decoration.labels.includes(label)) continue;
      pull.decoration.labels.push(label);
      pull.decoration.events.push({ event: "labeled", what: label });
    }
    return { status: 200, body: pull.decoration.labels.map((name) => complete("label", { name, color: "ededed" }, call.url)) };
  },

  "issues/add-assignees"(call) {
    const pull = pullOf(call);
    if (pull === undefined) return failure(404, "Not Found");
    for (const login of (call.body.assignees ?? []) as readonly string[]) {
      // Whoever may not be assigned is passed over in silence.
      if (!call.repository.access.has(login) || pull.decoration.assignees.includes(login) || pull.decoration.assignees.length >= mostAssignees)
        continue;
      pull.decoration.assignees.push(login);
      pull.decoration.events.push({ event: "assigned", what: login });
    }
    const issue = {
      number: pull.number,
      createdAt: pull.createdAt,
      author: pull.author,
      title: pull.title,
      body: pull.body ?? "",
      state: pull.state,
    };
    return { status: 201, body: issueBody(call, issue) };
  },

  async "pulls/request-reviewers"(call) {
    const pull = pullOf(call);
    if (pull === undefined) return failure(404, "Not Found");
    const { reviewers = [], team_reviewers: teams = [] } = call.body as { reviewers?: readonly string[]; team_reviewers?: readonly string[] };
    if (reviewers.some((login) => !call.repository.access.has(login)))
      return failure(422, "Reviews may only be requested from collaborators. One or more of the users or teams you specified is not a collaborator.");
    if (reviewers.includes(pull.author.login)) return failure(422, "Review cannot be requested from pull request author.");
    if (teams.some((slug) => !call.repository.teams.has(slug)))
      return failure(
        422,
        `Reviews may only be requested from collaborators. One or more of the teams you specified is not a collaborator of the ${call.repository.owner}/${call.repository.name} repository.`,
      );
    if (new Set([...pull.decoration.reviewers, ...pull.decoration.teams, ...reviewers, ...teams]).size > mostReviewers)
      return failure(422, "Could not add requested reviewers to pull request.");
    for (const login of reviewers.filter((each) => !pull.decoration.reviewers.includes(each))) {
      pull.decoration.reviewers.push(login);
      pull.decoration.events.push({ event: "review_requested", what: login });
    }
    for (const slug of teams.filter((each) => !pull.decoration.teams.includes(each))) {
      pull.decoration.teams.push(slug);
      pull.decoration.events.push({ event: "review_requested", what: `team ${slug}` });
    }
    return { status: 201, body: await pullBody(call, pull, "pull-request-simple") };
  },

  "code-scanning/upload-sarif"(call) {
    const { commit_sha: commit, ref, sarif } = call.body as { commit_sha: string; ref: string; sarif: string };
    const log = JSON.parse(gunzipSync(Buffer.from(sarif, "base64")).toString("utf8")) as {
      readonly runs: readonly { readonly automationDetails?: { readonly id: string } }[];
    };
    const categories = log.runs.map(({ automationDetails: { id = "" } = {} }) => id.replace(/[^/]*$/, ""));
    // The service says so later, when it works on the file.
    if (new Set(categories).size < categories.length) return failure(400, "A delivery cannot contain multiple runs with the same category.");
    call.repository.analyses.push({ commit, ref, sarif });
    return { status: 202, body: { id: "47177e22-5596-11eb-80a1-c1e54ef945c6", url: call.url } };
  },
};

const longestLabel = 50;
const mostAssignees = 10;
const mostReviewers = 15;

function asked(call: Call, what: string): object {
  return what.startsWith("team ")
    ? { requested_team: complete("team", { slug: what.slice(5), name: what.slice(5) }, call.url) }
    : { requested_reviewer: person(call, what) };
}

function person(call: Call, login: string): unknown {
  return simpleUser({ id: 1, login, name: login, email: "", isApp: false }, call.url);
}

function issueBody(call: Call, { author, createdAt, ...issue }: IssueState): unknown {
  const url = `${call.url}/repos/${call.repository.owner}/${call.repository.name}/issues/${String(issue.number)}`;
  return complete(
    "issue",
    { ...issue, created_at: createdAt, user: simpleUser(author, call.url), html_url: url, repository: repositoryBody(call, "repository") },
    call.url,
  );
}
