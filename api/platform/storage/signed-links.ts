import { createHmac } from 'node:crypto';
import { equalsConstantTime, deriveKey } from '../secrets.ts';

export type Opened<Content> =
  | { state: 'VALID'; content: Content }
  | { state: 'EXPIRED' }
  | { state: 'FORGED' };

/**
 * Links that carry their own right for one purpose and a short time: who has the link may do that
 * one thing, without a token.
 */
export class SignedLinks {
  private readonly secret: string;
  readonly publicUrl: string;

  constructor({ secretKey, publicUrl }: { secretKey: string; publicUrl: string }) {
    this.secret = secretKey;
    this.publicUrl = publicUrl;
  }

  /**
   * Seals a content; `open` with the same purpose gives it back until then. The content can be read
   * by whoever has the link.
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
