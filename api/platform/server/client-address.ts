import { isIPv6 } from 'node:net';
import type { IncomingMessage } from 'node:http';
import proxyAddr from '@fastify/proxy-addr';

/**
 * Proxies of ours before the platform: none, how many one after another, or their addresses and
 * networks. Each of them adds the address that it was called from to the end of X-Forwarded-For;
 * what stands further left was written by whoever called.
 */
export type TrustedProxies = false | number | string[];

/** Whether an address on the way, counted from here, is a proxy of ours. */
export function trustOf(trusted: TrustedProxies): (address: string, hop: number) => boolean {
  if (Array.isArray(trusted)) return proxyAddr.compile(trusted);
  return (_, hop) => trusted !== false && hop < trusted;
}

/** Reads who is calling: the last address of the chain that no proxy of ours has. */
export function addressReader(trusted: TrustedProxies): (request: IncomingMessage) => string {
  const trust = trustOf(trusted);
  return (request) => proxyAddr(request, trust) ?? '';
}

/**
 * What bounds by address count: an address of IPv4, or the network that a household or a server
 * gets of IPv6 (64 bits, RFC 6177), out of which it may call from 18 quintillion addresses.
 */
export function addressBlock(address: string): string {
  const plain = address.replace(/%.*$/, '');
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(plain)?.[1];
  if (mapped) return mapped;
  if (!isIPv6(plain)) return plain;
  // As URLs write it: in hexadecimal, without leading zeros.
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

/** Whether a program on the same machine asks, and nobody for somebody else. */
export function isFromThisMachine({ headers, socket }: IncomingMessage): boolean {
  const isForwarded = ['forwarded', 'x-forwarded-for', 'x-real-ip', 'via'].some(
    (name) => headers[name] !== undefined,
  );
  return !isForwarded && /^(::ffff:)?127\.|^::1$/.test(socket.remoteAddress ?? '');
}
