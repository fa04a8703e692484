import Negotiator from 'negotiator';

/** Media types of an answer of GraphQL over HTTP. The first is the default. */
const mediaTypes = ['application/json', 'application/graphql-response+json'] as const;
export type MediaType = (typeof mediaTypes)[number];

/** Media type that the Accept header prefers. Null when it accepts neither. */
export function mediaTypeOf(accept: string | undefined): MediaType | null {
  const headers = { accept: accept?.trim() || '*/*' };
  const [preferred] = new Negotiator({ headers }).mediaTypes([...mediaTypes]);
  return (preferred as MediaType | undefined) ?? null;
}
