import { decodeId, type IdPrefix, idPrefixes } from '../../../schema/ids.ts';
import { Refusal } from './errors.ts';

/** Uuid of a global id from an input. Refuses with INVALID_ID when it is not an id of that type. */
export function idFrom(prefix: IdPrefix, id: string, ...path: string[]): string {
  const uuid = decodeId(prefix, id);
  if (!uuid) throw new Refusal('INVALID_ID', { what: idPrefixes[prefix] }, path);
  return uuid;
}
