import { describe, expect, test } from "@jest/globals";
import { constantFrom, assert, property, string, stringMatching, tuple } from "fast-check";
import { apiUrlOf, parseRemote, sameRepository } from "@portcullis/remediator/forge/remote";

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
