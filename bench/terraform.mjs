/** Security groups as Terraform's aws_security_group, the same rules. */
export function terraformOf(resources) {
  return resources
    .filter(({ type }) => type.endsWith(":SecurityGroup"))
    .map(
      ({ name, inputs }) =>
        `resource "aws_security_group" "${name}" {\n  name = "${name}"\n  description = "${inputs.description}"\n  vpc_id = "${inputs.vpcId}"\n` +
        [...inputs.ingress.map((rule) => block("ingress", rule)), ...inputs.egress.map((rule) => block("egress", rule))].join("") +
        "}\n",
    )
    .join("\n");
}

function block(direction, { protocol, fromPort, toPort, cidrBlocks, description }) {
  return `  ${direction} {\n    protocol = "${protocol}"\n    from_port = ${fromPort}\n    to_port = ${toPort}\n    cidr_blocks = ${JSON.stringify(cidrBlocks ?? [])}\n    description = "${description}"\n  }\n`;
}
