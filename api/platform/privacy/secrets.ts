import { createHash, createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';

/**
 * Derives a key for one purpose from the secret of the settings, so that no two purposes share a
 * key.
 */
export function deriveKey(secret: string, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, 'linli', purpose, 32));
}

/**
 * Keyed hash for lookups of a value that is not stored, such as a phone number. Useless without the
 * key.
 */
export function blindIndex(key: Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}

/**
 * For secrets of 128 random bits and more. Passwords that people choose need a slow hash instead.
 */
export function hashOfSecret(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}

/** Compares in constant time. */
export function equalsConstantTime(left: Buffer, right: Buffer): boolean {
  return left.length === right.length && timingSafeEqual(left, right);
}
