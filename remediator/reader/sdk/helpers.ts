import type { Invocation } from "../interpreter/calls";
import type { Run } from "../interpreter/run";
import type { Value } from "../interpreter/value";
import { fromJson } from "./json";

/** Functions of packages that compute something without asking anybody, by package, module and name. */
export const helpers: Readonly<Record<string, ((run: Run, call: Invocation) => Value) | undefined>> = {
  // https://www.pulumi.com/registry/packages/aws/api-docs/iam/role/: the policy document by which a principal may take a role.
  "aws.iam.assumeRolePolicyForPrincipal": (run, { given, span }) => {
    const principal = given[0]?.value ?? run.hole("is no principal", span);
    const statement = {
      Sid: fromJson("AllowAssumeRole", span),
      Effect: fromJson("Allow", span),
      Principal: principal,
      Action: fromJson("sts:AssumeRole", span),
    };
    return run.record({ Version: fromJson("2012-10-17", span), Statement: run.list([run.record(statement, span)], span) }, span);
  },
};
