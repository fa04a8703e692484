import { createHmac } from 'node:crypto';
import { equalsConstantTime, deriveKey } from '../privacy/secrets.ts';

export type Opened<Content> =
  | { state: 'VALID'; content: Content }
  | { state: 'EXPIRED' }
  | { state: 'FORGED' };

/**
 * Signed links: each permits one action for a short time, without a token, to anybody who has the
 * link.
 */
export class SignedLinks {
  private readonly secret: string;
  readonly publicUrl: string;

  constructor({ secretKey, publicUrl }: { secretKey: string; publicUrl: string }) {
    this.secret = secretKey;
    this.publicUrl = publicUrl;
  }

  /**
   * Signs a content; `open` with the same purpose returns it until it expires. Anybody with the
   * link can read the content.
   */
  seal(purpose: string, content: object, expiresAt: Date): string {
    const body = Buffer.from(
      JSON.stringify([Math.floor(expiresAt.getTime() / 1000), content]),
    ).toString('base64url');
    return `${body}.${this.signatureOf(purpose, body).toString('base64url')}`;
  }

  open<Content extends object>(purpose: string, sealed: string, now = Date.now()): Opened<Content> {
    const [body = '', signature = '', ...rest] = sealed.split('.');
    if (rest.length > 0 || sealed.length > sealedLengthMax) return { state: 'FORGED' };
    if (!equalsConstantTime(this.signatureOf(purpose, body), Buffer.from(signature, 'base64url')))
      return { state: 'FORGED' };
    const [expires, content] = JSON.parse(Buffer.from(body, 'base64url').toString('utf8')) as [
      number,
      Content,
    ];
    return expires * 1000 > now ? { state: 'VALID', content } : { state: 'EXPIRED' };
  }

  private signatureOf(purpose: string, body: string): Buffer {
    return createHmac('sha256', deriveKey(this.secret, `link:${purpose}`))
      .update(body)
      .digest();
  }
}

const sealedLengthMax = 2_000;
