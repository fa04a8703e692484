import { createHash } from 'node:crypto';

/**
 * A cursor says: everything of this view up to this position has been told. Opaque to clients but
 * for one thing: of two cursors of the same view the greater text is the later one, so a client can
 * prove that nothing is missing.
 */
export interface Cursor {
  /** The life of the log; another one numbers its events anew. */
  epoch: string;
  /** Fingerprint of what the caller may see and has asked to see. */
  view: string;
  position: number;
}

/**
 * `f1`, epoch (8), view (8) and position (11 digits in base 32): fixed widths, so that text order
 * is order of position.
 */
export function encodeCursor({ epoch, view, position }: Cursor): string {
  return `f1${epoch}${view}${base32(position)}`;
}

/** Length of every cursor, in characters that are one byte each. */
export const cursorLength = 29;

/** Null when the text is not a cursor of this kind. */
export function decodeCursor(text: string): Cursor | null {
  const parts = cursorPattern.exec(text);
  if (!parts) return null;
  const [, epoch = '', view = '', digits = ''] = parts;
  let position = 0;
  for (const digit of digits) position = position * 32 + alphabet.indexOf(digit);
  return Number.isSafeInteger(position) ? { epoch, view, position } : null;
}

/** Eight digits out of whatever makes one view differ from another. */
export function fingerprint(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 8);
}

/**
 * Crockford's base 32: its digits stand in the order of their characters, and none is taken for
 * another.
 */
const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';
const cursorPattern = /^f1([0-9a-f]{8})([0-9a-f]{8})([0-9a-hjkmnp-tv-z]{11})$/;

function base32(position: number): string {
  let digits = '';
  for (let rest = position; digits.length < 11; rest = Math.floor(rest / 32))
    digits = alphabet.charAt(rest % 32) + digits;
  return digits;
}
