import { hash } from 'node:crypto';
import { canonicalJson, withoutNulls } from '../common/canonical-json.ts';
import { limits } from '../common/limits.ts';
import { blindIndex, deriveKey, equalsConstantTime } from '../privacy/secrets.ts';

/** What a cursor is bound to. It is refused wherever one of these differs. */
export interface ListIdentity {
  /** Type and field of the connection, such as `Team.volunteers`. */
  readonly field: string;
  /** Foundation of the caller; null for the head bank. */
  readonly foundationId: string | null;
  /** Id of the row that the list belongs to; null at the root. */
  readonly parent: unknown;
  /** Filter and order: the arguments of the field without those of the page. */
  readonly filter: Readonly<Record<string, unknown>>;
}

/**
 * Cursors of lists. A cursor is `p1_` and base64url of a check (8 bytes) and a position in the
 * list, most often the 16 bytes of an id. The check is a keyed hash over list and position. Its key
 * comes from the secret of all nodes, so cursors outlive a restart. It hides the filter too, which
 * may be a telephone number. A cursor permits nothing: row-level security judges each read.
 */
export class ListCursors {
  private readonly key: Buffer;

  constructor({ secretKey }: { secretKey: string }) {
    this.key = deriveKey(secretKey, 'list cursors');
  }

  of({ field, foundationId, parent, filter }: ListIdentity): CursorsOfList {
    const list = asSets(withoutNulls({ field, foundationId, parent, filter }));
    return new CursorsOfList(blindIndex(this.key, canonicalJson(list)));
  }
}

/** Writes and reads the cursors of one list. */
export class CursorsOfList {
  constructor(private readonly key: Buffer) {}

  /** `position` is an id, or a text of more than 16 bytes. */
  cursorOf(position: string): string {
    const bytes = bytesOf(position);
    return `${prefix}${Buffer.concat([this.checkOf(bytes), bytes]).toString('base64url')}`;
  }

  /** Position of a cursor. Null when this list did not write it. */
  positionOf(cursor: string): string | null {
    if (cursor.length > limits.cursorLengthMax || !cursor.startsWith(prefix)) return null;
    const content = Buffer.from(cursor.slice(prefix.length), 'base64url');
    // Buffer.from skips what is not base64url.
    if (content.toString('base64url') !== cursor.slice(prefix.length)) return null;
    const bytes = content.subarray(checkLength);
    const isOwn = equalsConstantTime(content.subarray(0, checkLength), this.checkOf(bytes));
    return isOwn ? textOf(bytes) : null;
  }

  private checkOf(bytes: Buffer): Buffer {
    return hash('sha256', Buffer.concat([this.key, bytes]), 'buffer').subarray(0, checkLength);
  }
}

const prefix = 'p1_';
const checkLength = 8;
const idLength = 16;
const idPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

function bytesOf(position: string): Buffer {
  if (idPattern.test(position)) return Buffer.from(position.replaceAll('-', ''), 'hex');
  const bytes = Buffer.from(position);
  if (bytes.length <= idLength)
    throw new Error(`The position ${position} would be read as an id: write it longer.`);
  return bytes;
}

function textOf(bytes: Buffer): string {
  if (bytes.length !== idLength) return bytes.toString();
  const hex = bytes.toString('hex');
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    hex.slice(12, 16),
    hex.slice(16, 20),
    hex.slice(20),
  ].join('-');
}

/** Lists in a filter are sets: their order and repeated values select nothing else. */
function asSets(value: unknown): unknown {
  if (value === null || typeof value !== 'object') return value;
  if (!Array.isArray(value))
    return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, asSets(part)]));
  const byText = new Map(value.map(asSets).map((part) => [canonicalJson(part), part]));
  return [...byText.keys()].sort().map((text) => byText.get(text));
}
