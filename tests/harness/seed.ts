import fc from "fast-check";

/** The same random values at every run, so that a failure is about the change. Other ones with FC_SEED=number, and in `npm run soak`. */
fc.configureGlobal({ seed: Number(process.env.FC_SEED ?? 1) });
