import { exposedItself } from "../violations/exposed";
import { judgedGroups } from "../model/rules/groups";
import { dataStorePorts } from "../model/attachments/data-stores";
import * as intervals from "../net/intervals";
import { databasePorts } from "../net/well-known";
import { definePolicy, noSettings } from "../contract/policy";

export const policy = definePolicy({
  id: "no-public-database-ports",
  section: "exposure",
  title: "Ports of databases, caches and brokers are closed to the internet",
  level: "mandatory",
  severity: "critical",
  why: "A data store on the internet has nothing but its password between the data and everybody. Its clients are applications, and these have groups.",
  document: ["Do not expose database ports to the internet (0.0.0.0/0).", "Minimize direct access to databases from the internet."],
  controls: [
    { framework: "PCI DSS", version: "4.0.1", reference: "1.3.1" },
    { framework: "NIST SP 800-53", version: "5", reference: "AC-4" },
    { framework: "NIST SP 800-53", version: "5", reference: "SC-7" },
    { framework: "AWS Security Hub", version: "1", reference: "EC2.19" },
  ],
  references: [
    "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Overview.RDSSecurityGroups.html",
    "https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html",
  ],
  fix: {
    does: "Removes the public sources and keeps the others; a range keeps its harmless ports, a rule for every protocol what is meant to be public.",
    losesAccess: "Every client that reaches the data store over the internet.",
  },
  settings: noSettings,
  moment: "stack",
  advisesDataStores: true,
  subjects: judgedGroups,
  check: (group, world) =>
    exposedItself(world, group, {
      of: intervals.union(databasePorts, dataStorePorts(world, group.key)),
      advice: "Admit the group of the application that uses it, and drop the public source.",
    }),
});
