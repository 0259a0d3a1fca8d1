// Are confidences honest? Compares how often audited predictions were right with how often their confidences said so.

/** Audits below which nothing is said. */
export const HONESTY_AUDITS_MIN = 100;
// The lower 1 % point of the normal distribution.
const Z_ALARM = -2.33;
// Keeps z finite when every confidence is 0 or 1.
const VARIANCE_MIN = 1e-9;

/** An audited prediction: its confidence and whether the person chose another label. */
export interface AuditedPrediction {
  readonly confidence: number;
  readonly isWrong: boolean;
}

/** `overconfident` voids thresholds and forecasts made from confidences until the model is calibrated anew. */
export type Honesty =
  | { readonly state: 'too-few'; readonly audits: number; readonly auditsMissing: number }
  | { readonly state: 'honest' | 'overconfident'; readonly audits: number; readonly z: number };

/** Tests the confidences of audited predictions; a false alarm comes in about 1 % of tests of honest confidences. */
export function testHonesty(audited: readonly AuditedPrediction[]): Honesty {
  const audits = audited.length;
  if (audits < HONESTY_AUDITS_MIN)
    return { state: 'too-few', audits, auditsMissing: HONESTY_AUDITS_MIN - audits };
  const z = honestyZ(audited);
  return { state: z < Z_ALARM ? 'overconfident' : 'honest', audits, z };
}

/**
 * (right − Σ confidence) / sqrt(Σ confidence·(1 − confidence)): standard normal for honest confidences, negative for
 * overconfident ones.
 */
export function honestyZ(audited: readonly AuditedPrediction[]): number {
  let excess = 0;
  let variance = 0;
  for (const { confidence, isWrong } of audited) {
    excess += (isWrong ? 0 : 1) - confidence;
    variance += confidence * (1 - confidence);
  }
  return excess / Math.sqrt(Math.max(variance, VARIANCE_MIN));
}
