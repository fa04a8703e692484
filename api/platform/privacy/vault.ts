import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import { blindIndex, deriveKey } from './secrets.ts';

/**
 * Encrypts personal data with AES-256-GCM under a key of the settings, and finds it again by a
 * keyed hash. A sealed value is: format (1 byte), key id (4), nonce (12), tag (16), ciphertext. It
 * is bound to its row and column, so a value copied elsewhere does not open.
 */
export class Vault {
  private readonly keys: readonly Key[];
  private readonly indexSecret: string;

  /** The first secret seals. The others only open values that were sealed earlier. */
  constructor(secrets: readonly [string, ...string[]]) {
    this.keys = secrets.map((secret) => keyOf(secret));
    this.indexSecret = secrets[0];
  }

  seal(text: string, place: string): Buffer {
    const key = this.keys[0]!;
    const nonce = randomBytes(nonceBytes);
    const cipher = createCipheriv('aes-256-gcm', key.key, nonce);
    cipher.setAAD(Buffer.from(place));
    const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
    return Buffer.concat([Buffer.of(format), key.id, nonce, cipher.getAuthTag(), sealed]);
  }

  /** Throws when the key is missing, the place differs, or a bit was changed. */
  open(sealed: Buffer, place: string): string {
    if (sealed[0] !== format || sealed.length < headBytes)
      throw new Error('The value is not sealed by this platform: check the column.');
    const id = sealed.subarray(1, 1 + idBytes);
    const key = this.keys.find((candidate) => candidate.id.equals(id));
    if (!key)
      throw new Error(
        `The settings lack the key ${id.toString('hex')} of a sealed value: add its secret to LINLI_OLD_SECRET_KEYS.`,
      );
    const nonce = sealed.subarray(1 + idBytes, 1 + idBytes + nonceBytes);
    const decipher = createDecipheriv('aes-256-gcm', key.key, nonce);
    decipher.setAAD(Buffer.from(place));
    decipher.setAuthTag(sealed.subarray(headBytes - tagBytes, headBytes));
    return decipher.update(sealed.subarray(headBytes), undefined, 'utf8') + decipher.final('utf8');
  }

  /**
   * Keyed hash: the same text and purpose have the same index. Without the key it reveals nothing.
   */
  index(text: string, purpose: string): Buffer {
    return blindIndex(deriveKey(this.indexSecret, purpose), text);
  }
}

interface Key {
  id: Buffer;
  key: Buffer;
}

const format = 1;
const idBytes = 4;
const nonceBytes = 12;
const tagBytes = 16;
const headBytes = 1 + idBytes + nonceBytes + tagBytes;

function keyOf(secret: string): Key {
  const key = deriveKey(secret, 'personal data');
  return { key, id: createHash('sha256').update(key).digest().subarray(0, idBytes) };
}
