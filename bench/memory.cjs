// Loaded before a program: leaves in the file that MEMORY names, in MB, the most that its process took and the most that was left after a collection.
// Collecting takes time: with COLLECT it is done four times a second, without it the second number is zero.
const { writeFileSync } = require("node:fs");

let held = 0;
const isCollecting = process.env.COLLECT !== undefined;
const collect = () => {
  globalThis.gc();
  held = Math.max(held, process.memoryUsage().heapUsed / 1e6);
};
if (isCollecting) setInterval(collect, 250).unref();

process.on("exit", () => {
  if (process.env.MEMORY !== undefined) writeFileSync(process.env.MEMORY, JSON.stringify({ peak: process.resourceUsage().maxRSS / 1024, held }));
});
