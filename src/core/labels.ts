// What became of a field's labels over time: renamed ones keep their id, merged ones live on in another, retired ones are history.
import type { Label } from './contract.ts';

/** The labels that a ticket may get today: neither merged into another nor retired. */
export function activeLabels(labels: readonly Label[]): Label[] {
  return labels.filter((label) => label.mergedInto === undefined && label.isRetired !== true);
}

/**
 * The id under which label `id` goes today: its own, that of the label it was merged into (however often), or null when it was
 * retired, is unknown, or was merged in a circle.
 */
export function currentLabelId(labels: readonly Label[], id: string): string | null {
  let at = id;
  for (let steps = 0; steps <= labels.length; steps++) {
    const label = labels.find((one) => one.id === at);
    if (label === undefined) return null;
    if (label.mergedInto === undefined) return label.isRetired === true ? null : at;
    at = label.mergedInto;
  }
  return null;
}
