import { afterAll, expect, test } from "@jest/globals";
import { readSources } from "@portcullis/remediator/sources/sources";
import { folderOf, removeFolders } from "../harness/folder";

afterAll(removeFolders);

/** What is known of the script of a machine of which one part is known only after the deployment. */
const programs: readonly (readonly [language: string, runtime: string, file: string, text: string])[] = [
  [
    "TypeScript, encoded",
    "nodejs",
    "index.ts",
    `import * as pulumi from "@pulumi/pulumi";
import * as aws from "@pulumi/aws";
const files = new aws.s3.Bucket("files");
new aws.ec2.LaunchTemplate("host", {
  userData: pulumi.interpolate\`fetch \${files.bucket}\\nserve --port 9000\`.apply((text) => Buffer.from(text).toString("base64")),
});
`,
  ],
  [
    "TypeScript, joined",
    "nodejs",
    "index.ts",
    `import * as aws from "@pulumi/aws";
const files = new aws.s3.Bucket("files");
new aws.ec2.Instance("host", { userData: files.bucket.apply((name) => ["fetch " + name, "serve --port 9000"].join("\\n")) });
`,
  ],
  [
    "Python",
    "python",
    "__main__.py",
    `import base64
import pulumi_aws as aws
files = aws.s3.Bucket("files")
aws.ec2.Instance("host", user_data=files.bucket.apply(lambda name: base64.b64encode("\\n".join(["fetch %s" % name, "serve --port 9000"]).encode()).decode()))
`,
  ],
  [
    "Python, as a format",
    "python",
    "__main__.py",
    `import pulumi
import pulumi_aws as aws
files = aws.s3.Bucket("files")
aws.ec2.Instance("host", user_data=pulumi.Output.format("fetch {0}\\nserve --port 9000", files.bucket))
`,
  ],
  [
    "Go",
    "go",
    "main.go",
    `package main

import (
	"fmt"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/ec2"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/s3"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

func main() {
	pulumi.Run(func(ctx *pulumi.Context) error {
		files, err := s3.NewBucket(ctx, "files", nil)
		if err != nil {
			return err
		}
		_, err = ec2.NewInstance(ctx, "host", &ec2.InstanceArgs{
			UserData: files.Bucket.ApplyT(func(name string) string {
				return fmt.Sprintf("fetch %s\\nserve --port 9000", name)
			}).(pulumi.StringOutput),
		})
		return err
	})
}
`,
  ],
  [
    "C#",
    "dotnet",
    "Program.cs",
    `using Pulumi;
using Aws = Pulumi.Aws;

return await Deployment.RunAsync(() =>
{
    var files = new Aws.S3.Bucket("files");
    new Aws.Ec2.Instance("host", new() { UserData = files.BucketName.Apply(name => $"fetch {name}\\nserve --port 9000") });
});
`,
  ],
  [
    "Java",
    "java",
    "src/main/java/app/App.java",
    `package app;

import com.pulumi.Pulumi;
import com.pulumi.core.Output;
import com.pulumi.aws.ec2.*;
import com.pulumi.aws.s3.Bucket;

public class App {
    public static void main(String[] args) {
        Pulumi.run(ctx -> {
            var files = new Bucket("files");
            new Instance("host", InstanceArgs.builder().userData(Output.format("fetch %s\\nserve --port 9000", files.bucket())).build());
        });
    }
}
`,
  ],
  [
    "YAML",
    "yaml",
    "",
    `resources:
  files:
    type: aws:s3:Bucket
  host:
    type: aws:ec2:Instance
    properties:
      userData: |
        fetch \${files.bucket}
        serve --port 9000
`,
  ],
];

test.each(programs)("%s", async (_language, runtime, file, text) => {
  const isYaml = runtime === "yaml";
  const project = `name: shop\nruntime: ${runtime}\n${isYaml ? text : ""}`;
  const sources = await readSources(folderOf({ "Pulumi.yaml": project, ...(isYaml ? {} : { [file]: text }) }));
  if ("kind" in sources) throw new Error(sources.reason);
  const host = sources.flatMap(({ resources }) => resources).find(({ name }) => name === "host");
  expect(host?.partsOfTexts?.userData?.map((part) => part.trimEnd())).toEqual(["fetch \nserve --port 9000"]);
});
