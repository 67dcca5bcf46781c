import { describe, expect, test } from "@jest/globals";
import { constantFrom, assert, property, string, stringMatching, tuple } from "fast-check";
import { apiUrlOf, apiUrlFor, parseRemote, sameRepository } from "@portcullis/remediator/forge/remote";

const shop = { host: "github.com", owner: "Acme", name: "shop" };

describe("a remote's URL", () => {
  test.each([
    ["https://github.com/Acme/shop", shop],
    ["https://github.com/Acme/shop.git", shop],
    ["https://github.com/Acme/shop.git/", shop],
    ["https://github.com/Acme/shop\n", shop],
    ["http://www.github.com/Acme/shop", shop],
    ["HTTPS://GitHub.com:443/Acme/shop.git", shop],
    ["https://x-access-token:ghp_secret@github.com/Acme/shop.git", shop],
    ["https://ghp_secret@github.com/Acme/shop.git", shop],
    ["https://a:b@c@github.com/Acme/shop", shop],
    ["ssh://git@github.com/Acme/shop.git", shop],
    ["ssh://git@ssh.github.com:443/Acme/shop.git", shop],
    ["git+ssh://git@github.com/Acme/shop.git", shop],
    ["git://github.com/Acme/shop.git", shop],
    ["git@github.com:Acme/shop.git", shop],
    ["git@github.com:/Acme/shop.git", shop],
    ["github.com:Acme/shop", shop],
    ["https://git.acme.example:8443/Acme/shop.git", { ...shop, host: "git.acme.example:8443" }],
    ["ssh://git@git.acme.example:2222/Acme/shop.git", { ...shop, host: "git.acme.example" }],
    ["git@github.com:Acme/shop.js.git", { ...shop, name: "shop.js" }],
    ["git@github.com:ada_acme/-.git", { ...shop, owner: "ada_acme", name: "-" }],
    ["", undefined],
    ["shop", undefined],
    ["/srv/git/shop.git", undefined],
    ["../shop.git", undefined],
    ["file:///srv/git/Acme/shop.git", undefined],
    ["C:/src/shop", undefined],
    ["C:\\src\\shop", undefined],
    ["https://github.com/Acme", undefined],
    ["https://gitlab.example/group/sub/shop.git", undefined],
    ["https://github.com/Acme/..", undefined],
    ["https://github.com/Acme/%2e%2e", undefined],
    ["https://github.com/Acme/shop?ref=x", undefined],
    ["git@github.com:Acme/shop.git --upload-pack=x", undefined],
    ["ext::sh -c x", undefined],
    ["-oProxyCommand=x:Acme/shop", undefined],
  ])("%j", (url, remote) => {
    expect(parseRemote(url)).toEqual(remote);
  });

  test("never brings its credentials along", () => {
    const secret = stringMatching(/^[A-Za-z0-9:%_-]{8,30}$/);
    assert(
      property(secret, (credentials) => {
        expect(parseRemote(`https://${credentials}@github.com/Acme/shop`)).toEqual(shop);
      }),
    );
  });

  test("is read back whatever the spelling", () => {
    const names = tuple(stringMatching(/^[A-Za-z0-9][A-Za-z0-9-]{0,20}$/), stringMatching(/^[A-Za-z0-9][\w-]{0,20}$/));
    const spellings = constantFrom("https://HOST/PATH", "https://HOST/PATH.git", "ssh://git@HOST/PATH.git", "git@HOST:PATH.git", "git@HOST:PATH");
    assert(
      property(names, spellings, ([owner, name], spelling) => {
        const url = spelling.replace("HOST", "github.com").replace("PATH", `${owner}/${name}`);
        expect(parseRemote(url)).toEqual({ host: "github.com", owner, name });
      }),
    );
  });

  test("may be any text at all", () => {
    assert(
      property(string({ unit: "binary" }), (text) => {
        const remote = parseRemote(text);
        if (remote !== undefined) expect(`${remote.host}/${remote.owner}/${remote.name}`).toMatch(/^[^@\s]+\/[\w-]+\/[\w.-]+$/);
      }),
    );
  });
});

test("repositories are the same in any case", () => {
  expect(sameRepository(shop, { host: "github.com", owner: "aCME", name: "SHOP" })).toBe(true);
  expect(sameRepository(shop, { ...shop, host: "git.acme.example" })).toBe(false);
  expect(sameRepository(shop, { ...shop, name: "shop2" })).toBe(false);
});

test.each([
  ["github.com", "https://api.github.com"],
  ["acme.ghe.com", "https://api.acme.ghe.com"],
  ["git.acme.example:8443", "https://git.acme.example:8443/api/v3"],
])("the API of %s is at %s", (host, url) => {
  expect(apiUrlOf({ ...shop, host })).toBe(url);
});

describe("the token goes to", () => {
  const cases: readonly (readonly [remote: string, from: Parameters<typeof apiUrlFor>[1], api: string | RegExp])[] = [
    ["https://github.com/acme/shop", {}, "https://api.github.com"],
    ["git@ssh.github.com:443/acme/shop", {}, /is not agreed|no host/],
    ["ssh://git@ssh.github.com:443/acme/shop", {}, "https://api.github.com"],
    ["https://github.com/acme/shop", { set: "https://api.github.com" }, "https://api.github.com"],
    ["https://github.com/acme/shop", { set: "https://proxy.example.com/api/v3/" }, "https://proxy.example.com/api/v3"],
    ["https://github.example.com/acme/shop", {}, /say --api-url https:\/\/github\.example\.com\/api\/v3\.$/],
    ["https://github.example.com/acme/shop", { set: "https://api.github.com" }, /another one/],
    ["https://github.example.com/acme/shop", { said: "https://api.github.com" }, /another one/],
    [
      "https://github.example.com/acme/shop",
      { said: "https://github.example.com/api/v3", set: "https://api.github.com" },
      "https://github.example.com/api/v3",
    ],
    ["https://acme.ghe.com/acme/shop", {}, /say --api-url https:\/\/api\.acme\.ghe\.com\.$/],
    // A name of ssh's configuration: only whoever types the command knows whose it is.
    [
      "git@github-work:acme/shop.git",
      {},
      /say --api-url https:\/\/github-work\/api\/v3, and if ssh calls github\.com so, https:\/\/api\.github\.com\.$/,
    ],
    ["git@github-work:acme/shop.git", { said: "https://api.github.com" }, "https://api.github.com"],
    ["git@github-work:acme/shop.git", { set: "https://api.github.com" }, /another one/],
    ["git@localhost:acme/shop.git", { said: "https://api.github.com" }, /another one/],
    ["git@127.0.0.1:acme/shop.git", { said: "https://api.github.com" }, /another one/],
    ["https://github.com/acme/shop", { said: "github.com" }, /is no address/],
  ];
  test.each(cases)("%s, %j", (url, from, api) => {
    const remote = parseRemote(url);
    const found = remote === undefined ? { ok: false as const, refusal: { reason: "no host" } } : apiUrlFor(remote, from);
    if (typeof api === "string") expect(found).toEqual({ ok: true, value: api });
    else expect(found.ok ? found.value : found.refusal.reason).toMatch(api);
  });
});
