import { Option } from "commander";
import type { AddCommand } from "../command";
import { configOption, methodOption, placeHelp, stackOption, timeoutOption, trustOption } from "../options";

export const addReach: AddCommand = (program, ending) => {
  program
    .command("reach")
    .description("answer whether packets get from somebody to something, hop by hop, before anything is deployed")
    .argument("[path]", placeHelp, ".")
    .requiredOption("--from <who>", "internet, a block of addresses, or a name of the program")
    .requiredOption("--to <name>", "what is to be reached: NAME[:PORT[/PROTOCOL]], as in orders:5432, web:8000-8080, dns:53/udp")
    .addOption(new Option("--expect <answer>", "end with 1 unless this is the answer, for every stack").choices(["yes", "no", "unknown"]))
    .addOption(new Option("--format <format>", "how the answer is written").choices(["text", "json", "mermaid"]).default("text"))
    .addOption(methodOption())
    .addOption(stackOption())
    .addOption(configOption())
    .addOption(timeoutOption())
    .addOption(trustOption())
    .addHelpText(
      "after",
      `
Names are those of resources, of what carries security groups first: TYPE/NAME tells things of one name apart, as in rds.Instance/orders.
Security groups, routes, network ACLs (answers too), public addresses, balancers, peerings and hubs count; names that DNS gives do not.

Ends with 0 where the question is answered (and the answer is the one expected), 1 where another one was expected, 2 where it cannot be answered.

  portcullis reach --from internet --to orders:5432 --expect no
  portcullis reach --from 10.200.0.0/22 --to internal:443 examples/securecart
  portcullis reach --from app --to rds.Instance/orders:5432 --format json`,
    )
    .action(ending(() => (require("../work/reach") as typeof import("../work/reach")).runReach));
};
