import { createHash } from 'node:crypto';

/**
 * A cursor states that every event of a view up to a position was delivered. It is opaque to
 * clients except for its order: of two cursors of one view, the greater text is the later one. So a
 * client can prove that nothing is missing.
 */
export interface Cursor {
  /** Epoch of the log. Another epoch numbers its events anew. */
  epoch: string;
  /** Fingerprint of the caller's authorization and filter. */
  view: string;
  position: number;
}

/**
 * `f1`, epoch (8), view (8) and position (11 digits in base 32). The widths are fixed, so that text
 * order is the order of positions.
 */
export function encodeCursor({ epoch, view, position }: Cursor): string {
  return `f1${epoch}${view}${base32(position)}`;
}

/** Length of every cursor, in characters that are one byte each. */
export const cursorLength = 29;

/** Null when the text is not a cursor of this format. */
export function decodeCursor(text: string): Cursor | null {
  const parts = cursorPattern.exec(text);
  if (!parts) return null;
  const [, epoch = '', view = '', digits = ''] = parts;
  let position = 0;
  for (const digit of digits) position = position * 32 + alphabet.indexOf(digit);
  return Number.isSafeInteger(position) ? { epoch, view, position } : null;
}

/** Eight digits that identify a view. */
export function fingerprint(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 8);
}

/**
 * Crockford's base 32. Its digits are in character order, and none can be confused with another.
 */
const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';
const cursorPattern = /^f1([0-9a-f]{8})([0-9a-f]{8})([0-9a-hjkmnp-tv-z]{11})$/;

function base32(position: number): string {
  let digits = '';
  for (let rest = position; digits.length < 11; rest = Math.floor(rest / 32))
    digits = alphabet.charAt(rest % 32) + digits;
  return digits;
}
