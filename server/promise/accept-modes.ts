// The modes that come into force. `auto` needs a proof: where none holds the mode is `suggest`, and a lead must ask again once there is
// one, so that no queue begins to be routed by a proof that nobody has looked at.
import type { Field, Label } from '../../src/core/contract.ts';
import { acceptMode } from '../../src/core/promise/decide.ts';
import type { PromiseTable } from '../../src/core/promise/promise-table.ts';

/** The field with `suggest` wherever `auto` is refused; `table` is the proof in force, null where there is none. */
export function withModesInForce(field: Field, table: PromiseTable | null): Field {
  const labels = field.labels.map((label): Label => {
    if (label.mode !== 'auto' || acceptMode('auto', label.id, table).isAccepted) return label;
    return { ...label, mode: 'suggest' };
  });
  return labels.some((label, at) => label !== field.labels[at]) ? { ...field, labels } : field;
}
