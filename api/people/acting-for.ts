import type { ActingForInput } from '../../schema/acting-for.ts';
import { decodeId } from '../../schema/ids.ts';
import type { ActingFor } from '../platform/context.ts';
import { Refusal } from '../platform/errors.ts';

/** The acting-for part of an input, with the person's id as the database knows it. Refuses with INVALID_ID. */
export function actingForOf(input: { actingFor?: ActingForInput | null }): { actingFor?: ActingFor } {
  if (!input.actingFor) return {};
  const { personId, channel } = input.actingFor;
  const uuid = personId ? decodeId('person', personId) : null;
  if (personId && !uuid) throw new Refusal('INVALID_ID', { what: 'Person' }, ['input', 'actingFor', 'personId']);
  return { actingFor: { personId: uuid, channel } };
}
