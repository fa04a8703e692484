import { lookup, type LookupAddress, type LookupOptions } from 'node:dns';
import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { BlockList, isIP, type LookupFunction } from 'node:net';

export interface PublicFetchOptions {
  /**
   * On a demonstration issuers may run on the same machine; elsewhere private addresses are
   * refused.
   */
  mayAskPrivateAddresses: boolean;
  timeoutMs: number;
  bytesMax: number;
}

/**
 * Fetches a URL that a foundation has entered, protected against server-side request forgery. The
 * connection goes to the checked address, redirects are not followed, size and time are bounded.
 * Throws for every status but 200.
 */
export async function fetchPublic(url: URL, options: PublicFetchOptions): Promise<Response> {
  const { mayAskPrivateAddresses, timeoutMs, bytesMax } = options;
  const host = url.hostname.replace(/^\[|\]$/g, '');
  // A literal IP address bypasses the lookup.
  if (!mayAskPrivateAddresses && isIP(host)) refusePrivate([host]);
  const request = url.protocol === 'https:' ? requestHttps : requestHttp;
  const body = await new Promise<Buffer>((resolve, reject) => {
    const asked = request(
      url,
      {
        agent: false,
        headers: { accept: 'application/json' },
        signal: AbortSignal.timeout(timeoutMs),
        ...(!mayAskPrivateAddresses && { lookup: lookupPublic }),
      },
      (response) => {
        const chunks: Buffer[] = [];
        let length = 0;
        const fail = (reason: string) => {
          reject(new Error(reason));
          response.destroy();
        };
        if (response.statusCode !== 200)
          return fail(`The answer has status ${response.statusCode}.`);
        response.on('error', reject);
        response.on('data', (chunk: Buffer) => {
          length += chunk.length;
          if (length > bytesMax) fail(`The answer is longer than ${bytesMax} bytes.`);
          else chunks.push(chunk);
        });
        response.on('end', () => resolve(Buffer.concat(chunks)));
      },
    );
    asked.on('error', reject);
    asked.end();
  });
  return new Response(new Uint8Array(body), { status: 200 });
}

/** Resolves a host to checked addresses, for the very connection that uses them. */
const lookupPublic: LookupFunction = (hostname, options: LookupOptions, callback) => {
  lookup(hostname, { ...options, all: true }, (error, addresses) => {
    const found: LookupAddress[] = addresses ?? [];
    try {
      if (error) throw error;
      refusePrivate(found.map(({ address }) => address));
    } catch (reason) {
      callback(reason as NodeJS.ErrnoException, '');
      return;
    }
    if (options.all) callback(null, found);
    else callback(null, found[0]?.address ?? '', found[0]?.family);
  });
};

/**
 * Throws for addresses inside our network, so that a foundation's setting cannot make us call them.
 */
function refusePrivate(addresses: readonly string[]): void {
  for (const address of addresses) {
    if (privateAddresses.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4'))
      throw new Error(`The address ${address} is not a public one.`);
  }
}

/**
 * Loopback, private, link-local, shared, multicast and reserved ranges (RFC 6890), also embedded in
 * IPv6.
 */
const privateAddresses = new BlockList();
for (const [network, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['224.0.0.0', 3],
] as const) {
  privateAddresses.addSubnet(network, prefix, 'ipv4');
  privateAddresses.addSubnet(`::ffff:${network}`, 96 + prefix, 'ipv6');
}
for (const [network, prefix] of [
  ['::', 96],
  ['64:ff9b::', 96],
  ['64:ff9b:1::', 48],
  ['2002::', 16],
  ['2001::', 32],
  ['fc00::', 7],
  ['fe80::', 10],
  ['ff00::', 8],
] as const)
  privateAddresses.addSubnet(network, prefix, 'ipv6');
