import type { ObjectStore } from './object-store.ts';
import { Unavailable } from '../common/outage.ts';
import { checkedKey } from './object-key.ts';
import { signedHeaders } from './signature-v4.ts';

export interface S3Settings {
  /** Address of the service, without the bucket and without a trailing slash. */
  endpoint: string;
  bucket: string;
  region: string;
  accessKeyId: string;
  secretAccessKey: string;
}

/** Time limit for one object. The caller tries again. */
const timeoutMs = 30_000;

/**
 * Objects in a bucket of any service that speaks S3, addressed by path (`endpoint/bucket/key`),
 * signed with Signature Version 4.
 */
export class S3Store implements ObjectStore {
  constructor(private readonly settings: S3Settings) {}

  async put(key: string, bytes: Buffer, contentType: string): Promise<void> {
    const response = await this.send('PUT', key, { 'content-type': contentType }, bytes);
    await this.mustBe(response, [200, 201, 204], 'PUT', key);
  }

  async get(key: string): Promise<Buffer | null> {
    const response = await this.send('GET', key);
    if (response.status === 404) {
      await response.body?.cancel();
      return null;
    }
    await this.mustBe(response, [200], 'GET', key);
    return Buffer.from(await response.arrayBuffer());
  }

  async remove(key: string): Promise<void> {
    await this.mustBe(await this.send('DELETE', key), [200, 204, 404], 'DELETE', key);
  }

  private async send(
    method: string,
    key: string,
    headers: Record<string, string> = {},
    body: Buffer = Buffer.alloc(0),
  ): Promise<Response> {
    const { endpoint, bucket, ...credentials } = this.settings;
    const url = new URL(`${endpoint}/${bucket}/${checkedKey(key)}`);
    return fetch(url, {
      method,
      headers: signedHeaders({
        method,
        url,
        headers,
        body,
        at: new Date(),
        service: 's3',
        ...credentials,
      }),
      ...(method === 'PUT' && { body: new Uint8Array(body) }),
      redirect: 'error',
      signal: AbortSignal.timeout(timeoutMs),
    });
  }

  private async mustBe(
    response: Response,
    expected: readonly number[],
    method: string,
    key: string,
  ): Promise<void> {
    if (expected.includes(response.status)) {
      if (method !== 'GET') await response.body?.cancel();
      return;
    }
    const said = (await response.text()).slice(0, 300);
    // A temporary failure of the service is an outage. Any other is a wrong setting or a bug.
    const cause = response.status >= 500 || response.status === 429 ? new Unavailable() : undefined;
    throw new Error(`The object store answered ${method} ${key} with ${response.status}: ${said}`, {
      cause,
    });
  }
}
