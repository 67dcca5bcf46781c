import path from "node:path";
import { loadBundle } from "./bundled";
import type * as Serve from "./crossguard/serve";

const bundled = loadBundle<typeof Serve>(path.join(__dirname, "bundle", "pack.js"), [path.join(__dirname, ".tsbuildinfo")], "pack");
const { serve } = bundled?.exports ?? (require("./crossguard/serve") as typeof Serve);

// The engine ends this process without asking: what was compiled is kept when there is an end to be seen.
serve(() => bundled?.keepCompiled());
