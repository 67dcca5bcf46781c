import { everyTraffic, tcp, type Traffic } from "../../net/ports";

/**
 * What AWS runs on several interfaces that talk to each other through the group that it is given:
 * https://docs.aws.amazon.com/glue/latest/dg/setup-vpc-for-glue-access.html
 * https://docs.aws.amazon.com/mwaa/latest/userguide/vpc-security.html
 * https://docs.aws.amazon.com/sagemaker/latest/dg/studio-notebooks-and-internet-access.html
 */
export const talkingToItself: readonly (readonly [RegExp, Traffic])[] = [
  [/glue[:/].*(Connection|DevEndpoint)$/, tcp([0, 65535])],
  [/mwaa[:/].*Environment$/, everyTraffic],
  [/sagemaker[:/].*(Domain|UserProfile)$/, tcp([0, 65535])],
];
