import { isIPv6 } from 'node:net';
import type { IncomingMessage } from 'node:http';
import proxyAddr from '@fastify/proxy-addr';

/**
 * Trusted proxies in front of the platform: none, the number in a chain, or their addresses and
 * networks. Each appends the address of its own client to X-Forwarded-For. Entries further left
 * come from the client and are not trusted.
 */
export type TrustedProxies = false | number | string[];

/** Whether an address in the chain, counted from this server, is a trusted proxy. */
export function trustOf(trusted: TrustedProxies): (address: string, hop: number) => boolean {
  if (Array.isArray(trusted)) return proxyAddr.compile(trusted);
  return (_, hop) => trusted !== false && hop < trusted;
}

/** Reads the client address: the last address of the chain that is not a trusted proxy. */
export function addressReader(trusted: TrustedProxies): (request: IncomingMessage) => string {
  const trust = trustOf(trusted);
  return (request) => proxyAddr(request, trust) ?? '';
}

/**
 * Block for limits by address: an IPv4 address, or the IPv6 network of a household or server (64
 * bits, RFC 6177), which contains 18 quintillion addresses.
 */
export function addressBlock(address: string): string {
  const plain = address.replace(/%.*$/, '');
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(plain)?.[1];
  if (mapped) return mapped;
  if (!isIPv6(plain)) return plain;
  // In the notation of URLs: hexadecimal, without leading zeros.
  const written = new URL(`http://[${plain}]/`).hostname.slice(1, -1);
  const [head, tail] = written.split('::') as [string, string?];
  const left = head.split(':').filter(Boolean);
  const right = (tail ?? '').split(':').filter(Boolean);
  const groups = [
    ...left,
    ...Array.from({ length: 8 - left.length - right.length }, () => '0'),
    ...right,
  ];
  return `${groups.slice(0, 4).join(':')}::/64`;
}

/** Whether the request comes directly from a program on the same machine. */
export function isFromThisMachine({ headers, socket }: IncomingMessage): boolean {
  const isForwarded = ['forwarded', 'x-forwarded-for', 'x-real-ip', 'via'].some(
    (name) => headers[name] !== undefined,
  );
  return !isForwarded && /^(::ffff:)?127\.|^::1$/.test(socket.remoteAddress ?? '');
}
