import type { RawData } from 'ws';
import { limits } from '../common/limits.ts';
import type { OperationRequest } from './sockets.ts';

/** Messages that a client may send in graphql-transport-ws. */
export type ClientMessage =
  | { type: 'connection_init' | 'ping' | 'pong'; payload: Record<string, unknown> | undefined }
  | { type: 'subscribe'; id: string; payload: OperationRequest }
  | { type: 'complete'; id: string };

/** Null for a message that the protocol does not define. */
export function messageOf(data: RawData): ClientMessage | null {
  let message: unknown;
  try {
    message = JSON.parse((data as Buffer).toString());
  } catch {
    return null;
  }
  if (!isObject(message)) return null;
  const { type, id, payload } = message;
  // The payload is sent back, and writing nested brackets costs more than reading them.
  if (type === 'ping' && (data as Buffer).length > limits.pingBytesMax) return null;
  switch (type) {
    case 'connection_init':
    case 'ping':
    case 'pong':
      return payload === undefined || payload === null || isObject(payload)
        ? { type, payload: payload ?? undefined }
        : null;
    case 'subscribe': {
      const asked = askedIn(payload);
      return isIdentifier(id) && asked ? { type, id, payload: asked } : null;
    }
    case 'complete':
      return isIdentifier(id) ? { type, id } : null;
    default:
      return null;
  }
}

function askedIn(payload: unknown): OperationRequest | null {
  if (!isObject(payload)) return null;
  const { query, operationName, variables, extensions } = payload;
  if (typeof query !== 'string') return null;
  if (!isMissing(operationName) && typeof operationName !== 'string') return null;
  if (!isMissing(variables) && !isObject(variables)) return null;
  if (!isMissing(extensions) && !isObject(extensions)) return null;
  return { query, operationName: operationName ?? undefined, variables: variables ?? {} };
}

function isIdentifier(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

function isMissing(value: unknown): value is null | undefined {
  return value === null || value === undefined;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
