// Loads TypeScript as the tests see it, and lends mocha's functions to tests that ask jest for them.
const { readFileSync } = require("node:fs");
const Module = require("node:module");
const path = require("node:path");
const { transformSync } = require("@swc/core");

const root = process.cwd();
const globals = path.join(__dirname, "jest-globals.cjs");
const resolve = Module._resolveFilename;

Module._resolveFilename = (request, ...rest) =>
  request === "@jest/globals" ? globals : resolve(request.replace(/^@portcullis\//, `${root}/`), ...rest);

Module._extensions[".ts"] = (module, filename) => {
  const options = { filename, jsc: { parser: { syntax: "typescript" }, target: "es2022" }, module: { type: "commonjs" } };
  module._compile(transformSync(readFileSync(filename, "utf8"), options).code, filename);
};
