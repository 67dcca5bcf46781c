const { expect } = require("expect");
const { bind } = require("jest-each");

const { describe, it, before, after } = globalThis;
const test = (name, run) => it(name, run);
test.each = bind(it, false);

module.exports = { describe, expect, test, beforeAll: before, afterAll: after };
