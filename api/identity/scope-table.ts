import type { Scope } from '../../schema/identity/scope.ts';
import type { ScopeArea } from '../platform/authorization/policy.ts';

type Area = Scope extends `${infer Name}:${string}` ? Name : never;

/**
 * Areas of the types and actions of a module. A token with `requests:read` may select fields of
 * ServiceRequest; one with `requests:write` may also do actions that begin with `request:`.
 */
export type ScopeTable = Partial<Record<Area, ScopeArea>>;
