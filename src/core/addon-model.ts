// The small model that the proxy hands to the add-on, as it crosses the wire.

/** A model in its small variant. */
export interface AddonModel {
  readonly id: string;
  readonly field: string;
  /** A model file in base64. */
  readonly bytes: string;
}
