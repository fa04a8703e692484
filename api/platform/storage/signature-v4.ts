import { createHash, createHmac } from 'node:crypto';

export interface RequestToSign {
  method: string;
  url: URL;
  headers: Record<string, string>;
  body: Buffer;
  at: Date;
  region: string;
  service: string;
  accessKeyId: string;
  secretAccessKey: string;
}

/**
 * Headers of a request with AWS Signature Version 4, as the S3 documentation describes them
 * ("Signature Calculations for the Authorization Header: Transferring Payload in a Single Chunk").
 * Queries are not signed, since we send none.
 */
export function signedHeaders(request: RequestToSign): Record<string, string> {
  const { method, url, body, region, service } = request;
  const instant = request.at.toISOString().replaceAll(/[-:]|\.\d{3}/g, '');
  const day = instant.slice(0, 8);
  const bodyHash = sha256(body);
  const headers: Record<string, string> = {
    ...Object.fromEntries(
      Object.entries(request.headers).map(([name, value]) => [name.toLowerCase(), value.trim()]),
    ),
    host: url.host,
    'x-amz-content-sha256': bodyHash,
    'x-amz-date': instant,
  };
  const names = Object.keys(headers).sort();
  const signedNames = names.join(';');
  const canonical = [
    method,
    canonicalPath(url.pathname),
    '',
    ...names.map((name) => `${name}:${headers[name]}`),
    '',
    signedNames,
    bodyHash,
  ].join('\n');
  const scope = `${day}/${region}/${service}/aws4_request`;
  const toSign = ['AWS4-HMAC-SHA256', instant, scope, sha256(canonical)].join('\n');
  const key = [day, region, service, 'aws4_request'].reduce<Buffer>(
    hmac,
    Buffer.from(`AWS4${request.secretAccessKey}`),
  );
  const signature = hmac(key, toSign).toString('hex');
  const { host: _, ...sent } = headers;
  return {
    ...sent,
    authorization: `AWS4-HMAC-SHA256 Credential=${request.accessKeyId}/${scope},SignedHeaders=${signedNames},Signature=${signature}`,
  };
}

/** Every byte but letters, digits and `-._~/` is written as %XX. */
function canonicalPath(path: string): string {
  return decodeURIComponent(path)
    .split('/')
    .map((part) =>
      encodeURIComponent(part).replaceAll(
        /[!'()*]/g,
        (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`,
      ),
    )
    .join('/');
}

function sha256(data: string | Buffer): string {
  return createHash('sha256').update(data).digest('hex');
}

function hmac(key: Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}
