import { createHmac } from 'node:crypto';
import { decodeId, encodeId } from '../../../schema/ids.ts';
import { equalsConstantTime, deriveKey } from '../../platform/privacy/secrets.ts';

/** A code lives for a minute: long enough to read six digits out on the telephone. */
const stepSeconds = 60;
/** Phone clocks differ and typing takes time: accepts codes of two steps before and after. */
const stepsOfTolerance = 2;

export interface DoorSecret {
  secretKey: string;
  elderId: string;
  generation: number;
}

/**
 * The code that an elder's door shows at an instant: RFC 6238 (TOTP) with SHA-256, six digits, a
 * step of one minute. It proves time and place, so a volunteer without a network can send it later.
 */
export function doorCodeAt(secret: DoorSecret, at: number): { code: string; validUntil: string } {
  const step = Math.floor(at / 1000 / stepSeconds);
  return {
    code: codeOfStep(secret, step),
    validUntil: new Date((step + 1) * stepSeconds * 1000).toISOString(),
  };
}

/** Content of the door's QR code: elder and code. */
export function qrContentOf(elderId: string, code: string): string {
  return `LINLI1:${encodeId('elder', elderId)}:${code}`;
}

/** Whether digits or the text of a QR code match the door's code at about that time. */
export function isDoorCode(secret: DoorSecret, given: string, at: number): boolean {
  const code = digitsOf(given, secret.elderId);
  if (!code) return false;
  const step = Math.floor(at / 1000 / stepSeconds);
  let isRight = false;
  for (let offset = -stepsOfTolerance; offset <= stepsOfTolerance; offset += 1) {
    if (equalsConstantTime(Buffer.from(codeOfStep(secret, step + offset)), Buffer.from(code)))
      isRight = true;
  }
  return isRight;
}

function digitsOf(given: string, elderId: string): string | null {
  const qr = /^LINLI1:([a-z0-9_]+):(\d{6})$/.exec(given.trim());
  if (qr) return decodeId('elder', qr[1] ?? '') === elderId ? (qr[2] ?? null) : null;
  const digits = given.replaceAll(/[\s-]/g, '');
  return /^\d{6}$/.test(digits) ? digits : null;
}

function codeOfStep({ secretKey, elderId, generation }: DoorSecret, step: number): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.max(step, 0)));
  const key = createHmac('sha256', deriveKey(secretKey, 'door'))
    .update(`${elderId}:${generation}`)
    .digest();
  const digest = createHmac('sha256', key).update(counter).digest();
  const offset = (digest.at(-1) ?? 0) & 0xf;
  return String((digest.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}
