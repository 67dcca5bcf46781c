import { expect, test } from "@jest/globals";
import { decode } from "@portcullis/policypack/decode/decode";
import { unknown } from "@portcullis/policypack/resources/resource";
import { resource, stackOf, urnOf, type Entry } from "../../harness/stack";

const cloud9 = (props: Entry["props"]): Entry => resource("aws:cloud9/environmentEC2:EnvironmentEC2", "ide", props);
const emr = (ec2Attributes: Entry["props"][string]): Entry => resource("aws:emr/cluster:Cluster", "nodes", { ec2Attributes });
const named = { emrManagedMasterSecurityGroup: "sg-1", emrManagedSlaveSecurityGroup: "sg-2" };

test.each<[string, Entry, RegExp | undefined]>([
  ["Cloud9 over SSH", cloud9({ connectionType: "CONNECT_SSH" }), /^has a group of its own, which admits SSH/],
  ["Cloud9, where nothing is said", cloud9({}), /^has a group of its own, which admits SSH/],
  ["Cloud9, where it is not known", cloud9({ connectionType: unknown }), /^may have a group of its own/],
  ["Cloud9 over Systems Manager", cloud9({ connectionType: "CONNECT_SSM" }), undefined],
  [
    "a directory",
    resource("aws:directoryservice/directory:Directory", "corp", { type: "MicrosoftAD" }),
    /^has a group of its own, which admits every/,
  ],
  ["a connector to a directory elsewhere", resource("aws:directoryservice/directory:Directory", "corp", { type: "ADConnector" }), undefined],
  ["EMR without groups", emr({ subnetId: "subnet-1" }), /^leaves groups of its nodes to EMR/],
  ["EMR with a group for its primary node", emr({ emrManagedMasterSecurityGroup: "sg-1" }), /^leaves groups of its nodes to EMR/],
  ["EMR with its groups", emr(named), undefined],
  ["EMR with groups that are not known yet", emr({ ...named, emrManagedMasterSecurityGroup: unknown }), undefined],
  ["EMR, where nothing is known", emr(unknown), undefined],
])("%s", (_, entry, reason) => {
  const expected = reason === undefined ? [] : [{ urn: urnOf(entry), reason: expect.stringMatching(reason) }];
  expect(decode(stackOf([entry], "deployed")).gaps).toEqual(expected);
});
