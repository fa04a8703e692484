import { createGraphiQLFetcher, type Fetcher, type FetcherOpts } from '@graphiql/toolkit';

const httpUrl = '/graphql';
const socketUrl = new URL('/graphql', location.href.replace(/^http/, 'ws')).href;

/**
 * Queries use HTTP and subscriptions use graphql-transport-ws; both carry the headers of the
 * editor.
 */
export const fetcher: Fetcher = (parameters, options) => {
  const headers = written(options?.headers);
  const send = createGraphiQLFetcher({
    url: httpUrl,
    subscriptionUrl: socketUrl,
    wsConnectionParams: forSocket(headers),
  });
  return send(parameters, { ...options, headers });
};

/** Headers without empty values: an empty token would be refused. */
function written(headers: FetcherOpts['headers']): Record<string, string> {
  const named = Object.entries(headers ?? {}).map(([name, value]) => [
    name.toLowerCase(),
    String(value).trim(),
  ]);
  return Object.fromEntries(named.filter(([, value]) => value !== ''));
}

/** A socket takes these headers, and refuses others. */
function forSocket(headers: Record<string, string>): Record<string, string> {
  const taken = ['authorization', 'accept-language', 'x-linli-foundation'];
  return Object.fromEntries(Object.entries(headers).filter(([name]) => taken.includes(name)));
}
