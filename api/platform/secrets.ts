import { createHash, createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';

/**
 * A key for one purpose, worked out from the one secret of the settings, so that no two purposes
 * share a key.
 */
export function deriveKey(secret: string, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, 'linli', purpose, 32));
}

/**
 * A keyed hash to look something up by without keeping it, such as a phone number: useless without
 * the key.
 */
export function blindIndex(key: Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}

/** For secrets of 128 random bits and more; what people choose needs a slow hash instead. */
export function hashOfSecret(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}

/** Compares in a time that does not tell how much was right. */
export function equalsConstantTime(left: Buffer, right: Buffer): boolean {
  return left.length === right.length && timingSafeEqual(left, right);
}
