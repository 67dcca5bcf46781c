import { RecordData, type Field, type Instance } from "../../../interpreter/value";

/** The attributes of an object as a dictionary: what is put into one, the other has. */
export class AttributesOf extends RecordData {
  override readonly fields: Map<string, Field>;
  constructor({ fields }: Instance) {
    super();
    this.fields = fields;
  }
}
