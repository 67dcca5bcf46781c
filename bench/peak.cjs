// Loaded before a program: leaves the most memory that its process took, in MB, in the file that PEAK names.
const { writeFileSync } = require("node:fs");

process.on("exit", () => {
  if (process.env.PEAK !== undefined) writeFileSync(process.env.PEAK, String(process.resourceUsage().maxRSS / 1024));
});
