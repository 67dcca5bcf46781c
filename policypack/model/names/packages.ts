/** Packages whose components make groups and rules themselves; the type of a component of the program's own begins with a name that it chose. */
export function isOfPackage(type: string): boolean {
  return /^(awsx|eks|aws-apigateway|aws-static-website|aws-quickstart-[a-z-]+|aws-iam|kubernetes-[a-z-]+|cloudposse|lbrlabs-[a-z-]+|pulumiverse-[a-z-]+):/.test(
    type,
  );
}

/** Whether the code of a package makes a resource: its URN names the types of all that it is in. */
export function isInPackage(urn: string): boolean {
  return around(urn).length > 0;
}

/** Whether nobody but a package says what a resource says of itself: a group of awsx that the program makes takes that from the program. */
export function isDescribedByPackage(urn: string): boolean {
  const packages = around(urn);
  return packages.length > 0 && !(packages.length === 1 && packages[0] === "awsx:x:ec2:SecurityGroup");
}

function around(urn: string): readonly string[] {
  return (urn.split("::")[2] ?? "").split("$").slice(0, -1).filter(isOfPackage);
}
