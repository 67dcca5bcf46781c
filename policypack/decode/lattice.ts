import type { Decoder, Decoders } from "./decoder";
import { isAny } from "./types";

const attachment: Decoder = (inputs, emit) => {
  const { resource } = inputs;
  const [target] = inputs.get("target").list();
  const property = (target ?? inputs.get("target")).get("id");
  const workload = property.ref(isAny) ?? { kind: "unclear", candidates: [], hole: property.hole("is missing") };
  emit("latticeTarget", { urn: resource.urn, resource, workload, port: (target ?? inputs.get("target")).get("port").number() });
};

/** In aws-native a target group lists its targets itself. */
const targetGroup: Decoder = (inputs, emit) => {
  const { resource } = inputs;
  for (const target of inputs.get("targets").list()) {
    const workload = target.get("id").ref(isAny);
    if (workload !== undefined) emit("latticeTarget", { urn: resource.urn, resource, workload, port: target.get("port").number() });
  }
};

export const decoders: Decoders = {
  "aws:vpclattice/targetGroupAttachment:TargetGroupAttachment": attachment,
  "aws-native:vpclattice:TargetGroup": targetGroup,
};
