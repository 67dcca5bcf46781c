import type { ServerResponse } from "node:http";
import { afterEach, describe, expect, jest, test } from "@jest/globals";
import type { Forge, Outcome } from "@portcullis/remediator/forge/forge";
import { gitHub, type GitHubOptions } from "@portcullis/remediator/forge/github";
import { publish } from "@portcullis/remediator/pull-request/publish";
import { repair } from "../../github/scene";
import { StrangeHost } from "../../github/strange-host";

jest.setTimeout(60_000);

const hosts: StrangeHost[] = [];
afterEach(async () => {
  for (const host of hosts.splice(0)) await host.stop();
});

type Answer = (response: ServerResponse, url: string) => void;

async function hostThat(answer: Answer): Promise<StrangeHost> {
  const host = await StrangeHost.start((request, response) => answer(response, request.url ?? ""));
  hosts.push(host);
  return host;
}

function forgeOf(baseUrl: string, options: Partial<GitHubOptions> = {}): Forge {
  const made = gitHub({ owner: "acme", name: "shop", token: "ghp_0123456789abcdef0123", baseUrl, pace: "none", second: 1, ...options });
  if (!made.ok) throw new Error(made.refusal.reason);
  return made.value;
}

function says(body: string, type = "application/json; charset=utf-8", status = 200): Answer {
  return (response) => {
    response.writeHead(status, { "content-type": type });
    response.end(body);
  };
}

const sha = "1".repeat(40);

/** Everything that a forge can be asked. */
const calls: Readonly<Record<string, (forge: Forge) => Promise<Outcome<unknown>>>> = {
  identity: (forge) => forge.identity(),
  facts: (forge) => forge.facts(),
  listing: (forge) => forge.listing(sha),
  content: (forge) => forge.content(sha),
  ours: (forge) => forge.ours("open"),
  openedAfter: (forge) => forge.openedAfter(new Date("2026-01-01T12:00:00Z")),
  decoration: (forge) => forge.decoration(1),
  decorationBefore: (forge) => forge.decorationBefore(1),
  "mayBe assignee": (forge) => forge.mayBe("assignee", "ada"),
  "mayBe reviewer": (forge) => forge.mayBe("reviewer", "ada"),
  openIssue: (forge) => forge.openIssue({ title: "t", body: "b" }),
  updateIssue: (forge) => forge.updateIssue(1, { state: "closed" }),
  defaultBranch: (forge) => forge.defaultBranch(),
  branch: (forge) => forge.branch("main"),
  entryAt: (forge) => forge.entryAt(sha, "infra/index.ts"),
  treeAt: (forge) => forge.treeAt(sha, "infra"),
  branches: (forge) => forge.branches("portcullis/"),
  history: (forge) => forge.history(sha, sha),
  openPullRequests: (forge) => forge.openPullRequests("portcullis/"),
  pullRequestsOf: (forge) => forge.pullRequestsOf("portcullis/x"),
  mergesCleanly: (forge) => forge.mergesCleanly(1),
  comments: (forge) => forge.comments(1),
  commit: (forge) =>
    forge.commit({
      branch: "portcullis/x",
      expected: undefined,
      parents: [sha],
      base: sha,
      files: [{ path: "a.ts", mode: "100644", bytes: Buffer.from("a") }],
      message: () => "m",
    }),
  openPullRequest: (forge) => forge.openPullRequest({ branch: "portcullis/x", base: "main", title: "t", body: "b", isDraft: false }),
  updatePullRequest: (forge) => forge.updatePullRequest(1, { state: "closed" }),
  comment: (forge) => forge.comment(1, "hello"),
  deleteBranch: (forge) => forge.deleteBranch({ name: "portcullis/x", head: sha }),
};

const bodies: readonly (readonly [string, Answer])[] = [
  ["a page of HTML", says("<!doctype html><title>Sign in</title>", "text/html")],
  ["a page of HTML that is called JSON", says("<!doctype html><title>Sign in</title>")],
  ["JSON that ends in the middle", says('{"login": "a')],
  ["null", says("null")],
  ["an empty object", says("{}")],
  ["an empty list", says("[]")],
  ["a list of null", says("[null]")],
  ["a list of empty objects", says("[{}]")],
  ["a number", says("7")],
  ["a text", says('"hello"')],
  ["nothing", says("")],
  ["nothing, with the status for it", (response) => response.writeHead(204).end()],
  ["objects of other types", says('{"login": 7, "default_branch": [], "owner": null, "tree": "x", "commits": {}, "sha": "../../x", "object": 1}')],
  ["names of every object", says('{"__proto__": {"login": "a", "default_branch": "b"}}')],
];

describe("an answer that is not GitHub's is a refusal in a sentence", () => {
  test.each(bodies)("%s", async (name, answer) => {
    const host = await hostThat(answer);
    for (const [call, ask] of Object.entries(calls)) {
      const outcome = await ask(forgeOf(host.url));
      // What lists may be empty, and whoever deletes is content with any success.
      if (name === "an empty list" && ["branches", "openPullRequests", "comments"].includes(call)) expect(outcome).toEqual({ ok: true, value: [] });
      // Whoever may be is told by an answer that says nothing.
      else if (name.startsWith("nothing") && call.startsWith("mayBe")) expect(outcome).toEqual({ ok: true, value: true });
      else if (name === "an empty list" && call === "decorationBefore") expect(outcome).toMatchObject({ ok: true, value: { labels: [] } });
      else
        expect({ call, outcome }).toEqual({
          call,
          outcome: {
            ok: false,
            refusal: {
              kind: "unreachable",
              reason: expect.stringMatching(/^GitHub did not .+ in acme\/shop: what answers at 127\.0\.0\.1:\d+ is not GitHub \(.+\)\.$/),
            },
          },
        });
    }
    const published = await publish(forgeOf(host.url), repair(), { scan: "complete" });
    expect(published).toMatchObject({ outcome: "refused", changes: [] });
  });

  test("an answer that is cut off in the middle is no answer", async () => {
    const host = await hostThat((response) => {
      response.writeHead(200, { "content-type": "application/json", "content-length": "1000" });
      response.write('{"login": ');
      response.destroy();
    });
    expect(await forgeOf(host.url).identity()).toMatchObject({ ok: false, refusal: { kind: "unreachable" } });
  });

  test.each(["yesterday", "2026-13-45T99:00:00Z", "", 1767268800, null])("%j is no moment at which something was opened", async (moment) => {
    const host = await hostThat(says(JSON.stringify([{ number: 1, created_at: moment, user: { login: "a" }, pull_request: {}, body: "" }])));
    const forge = forgeOf(host.url, { login: "a" });
    expect(await forge.openedAfter(new Date(0))).toMatchObject({ ok: false, refusal: { kind: "unreachable" } });
  });

  test.each(["text/plain", "application/json", "text/html"])("a large page (%s) that is an error is one short sentence, soon", async (type) => {
    const host = await hostThat(says("x".repeat(5_000_000), type, 500));
    const began = performance.now();
    const asked = await forgeOf(host.url).identity();
    expect(asked).toMatchObject({ ok: false, refusal: { kind: "unreachable" } });
    expect(asked.ok ? 0 : asked.refusal.reason.length).toBeLessThan(500);
    expect(performance.now() - began).toBeLessThan(10_000);
  });

  test("lists that never end do", async () => {
    const page = JSON.stringify(Array.from({ length: 100 }, (_, id) => ({ id, user: { login: "a" }, body: "b" })));
    const host = await hostThat(says(page));
    expect(await forgeOf(host.url).comments(1)).toMatchObject({
      ok: false,
      refusal: { kind: "rejected", reason: expect.stringContaining("more than 10,000") },
    });
    expect(host.requests).toHaveLength(100);
  });
});

describe("a host that does not answer", () => {
  const silent: Answer = () => undefined;
  const dripping: Answer = (response) => {
    response.writeHead(200, { "content-type": "application/json" });
    const timer = setInterval(() => response.write(" "), 20);
    response.once("close", () => clearInterval(timer));
  };

  test.each([
    ["says nothing", silent],
    ["never ends its answer", dripping],
  ])("and %s is given up, after a read was tried twice and a write once", async (_, answer) => {
    const host = await hostThat(answer);
    const told: string[] = [];
    const forge = forgeOf(host.url, { answerWithin: 200, waiting: (what) => told.push(what) });
    const started = performance.now();
    expect(await forge.defaultBranch()).toMatchObject({
      ok: false,
      refusal: { kind: "unreachable", reason: expect.stringContaining("it did not answer in time (it did not answer within 0.2 seconds") },
    });
    expect(host.requests).toHaveLength(2);
    expect(told).toEqual([expect.stringMatching(/^127\.0\.0\.1:\d+ did not answer within 0\.2 seconds\. Trying once more\.$/)]);
    expect(await forge.updatePullRequest(1, { state: "closed" })).toMatchObject({ ok: false, refusal: { kind: "unreachable" } });
    expect(host.requests).toHaveLength(3);
    expect(performance.now() - started).toBeLessThan(10_000);
  });
});

describe("the token goes to one origin", () => {
  const repository = (response: ServerResponse): void => says(JSON.stringify({ default_branch: "main", owner: { login: "acme" } }))(response, "");
  const branch = (response: ServerResponse): void => says(JSON.stringify({ name: "main", commit: { sha } }))(response, "");

  test.each([301, 302, 303, 307, 308])("and does not follow a redirection (%s) to another one", async (status) => {
    const other = await hostThat(repository);
    const host = await hostThat((response) => response.writeHead(status, { location: `${other.url}/repos/acme/shop` }).end());
    const forge = forgeOf(host.url);
    for (const outcome of [await forge.defaultBranch(), await forge.updatePullRequest(1, { state: "closed" })])
      expect(outcome).toMatchObject({ ok: false, refusal: { kind: "rejected", reason: expect.stringContaining("its answer leads elsewhere") } });
    expect(other.requests).toEqual([]);
  });

  test("but to another place of the same one, as for a repository that was renamed", async () => {
    const host = await hostThat((response, url) => {
      if (url === "/repos/acme/shop") response.writeHead(301, { location: "/repositories/7" }).end();
      else if (url === "/repositories/7") repository(response);
      else branch(response);
    });
    expect(await forgeOf(host.url).defaultBranch()).toEqual({ ok: true, value: { name: "main", head: sha } });
  });

  test("and not in circles", async () => {
    const host = await hostThat((response) => response.writeHead(302, { location: "/again" }).end());
    expect(await forgeOf(host.url).defaultBranch()).toMatchObject({ ok: false, refusal: { kind: "rejected" } });
    expect(host.requests.length).toBeLessThan(10);
  });

  test("and not the link to the next page of a list", async () => {
    const other = await hostThat(says("[]"));
    const page = JSON.stringify(Array.from({ length: 100 }, (_, id) => ({ id, user: { login: "a" }, body: "b" })));
    const host = await hostThat((response, url) => {
      response.writeHead(200, { "content-type": "application/json", link: `<${other.url}/next>; rel="next"` });
      response.end(url.includes("page=2") ? "[]" : page);
    });
    expect(await forgeOf(host.url).comments(1)).toMatchObject({ ok: true });
    expect(host.requests.map(({ url }) => url)).toEqual([
      "/repos/acme/shop/issues/1/comments?per_page=100&page=1",
      "/repos/acme/shop/issues/1/comments?per_page=100&page=2",
    ]);
    expect(other.requests).toEqual([]);
  });
});

describe("who the token acts as", () => {
  const asked = (user: Answer, viewer: Answer): Promise<StrangeHost> =>
    hostThat((response, url) => (url === "/graphql" ? viewer(response, url) : user(response, url)));
  const refusedUser = says('{"message": "Resource not accessible by integration"}', "application/json", 403);
  const viewer = (login: string): Answer => says(JSON.stringify({ data: { viewer: { login } } }));
  const noViewer = says('{"message": "Not Found"}', "application/json", 404);

  test.each([
    ["a person's token, in a run of GitHub Actions", says('{"login": "ada"}'), viewer("github-actions[bot]"), { isAction: true }, "ada"],
    ["another app's token, in a run of GitHub Actions", refusedUser, viewer("portcullis[bot]"), { isAction: true }, "portcullis[bot]"],
    ["an app's token elsewhere", refusedUser, viewer("portcullis[bot]"), {}, "portcullis[bot]"],
    ["the token of GitHub Actions, where nothing else can be asked", refusedUser, noViewer, { isAction: true }, "github-actions[bot]"],
    ["whoever is told", refusedUser, noViewer, { isAction: true, login: "told[bot]" }, "told[bot]"],
  ] as const)("%s", async (_, user, graphQl, options, login) => {
    const host = await asked(user, graphQl);
    expect(await forgeOf(host.url, { hasGraphQl: true, ...options }).identity()).toEqual({ ok: true, value: { login } });
  });

  test("an app's token that nobody knows is asked for its login", async () => {
    const host = await asked(refusedUser, says("<html>", "text/html"));
    expect(await forgeOf(host.url, { hasGraphQl: true }).identity()).toMatchObject({
      ok: false,
      refusal: { kind: "not-permitted", reason: expect.stringContaining("--login NAME[bot]") },
    });
  });
});
