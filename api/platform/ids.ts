import { decodeId, type IdPrefix, idPrefixes } from '../../schema/ids.ts';
import { Refusal } from './errors.ts';

/**
 * The uuid of a global id that came as input. Refuses with INVALID_ID what is not an id of that
 * type at all.
 */
export function idFrom(prefix: IdPrefix, id: string, ...path: string[]): string {
  const uuid = decodeId(prefix, id);
  if (!uuid) throw new Refusal('INVALID_ID', { what: idPrefixes[prefix] }, path);
  return uuid;
}
