import type { Actor } from './actor.ts';
import { Refusal } from './errors.ts';

/**
 * Facts about the thing that somebody wants to do something with. Each rule reads those that it
 * needs.
 */
export type Resource = Record<string, string | readonly string[] | boolean | null | undefined>;

export type Rule = (actor: Actor, subject: Resource) => boolean;

/**
 * Action to the names of the rules of which one must hold. Data, so that a golden file can show it
 * as a table.
 */
export type PolicyTable<RuleName extends string = string> = Record<string, readonly RuleName[]>;

/** Declares a module's policy; the type says that every rule it names exists. */
export function policy<RuleName extends string>(_rules: Record<RuleName, Rule>) {
  return <const Table extends PolicyTable<RuleName>>(table: Table): Table => table;
}

/**
 * An area of scopes: what is read under `area:read`, and the first words of the actions that are
 * done under `area:write`.
 */
export interface ScopeArea {
  readonly types: readonly string[];
  readonly actions: readonly string[];
}

/** All policies, rules and scopes of all modules, as the composition root collects them. */
export class Permissions {
  private readonly actions = new Map<string, readonly string[]>();
  private readonly rules = new Map<string, Rule>();
  private readonly areaOfAction = new Map<string, string>();
  readonly scopeOfType = new Map<string, string>();

  addScopes(areas: Record<string, ScopeArea>): void {
    for (const [area, { types, actions }] of Object.entries(areas)) {
      for (const type of types) this.scopeOfType.set(type, `${area}:read`);
      for (const action of actions) this.areaOfAction.set(action, area);
    }
  }

  /**
   * The scope that an action is done under; null for one that stands in no area, which no limited
   * token may do.
   */
  scopeOfAction(action: string): string | null {
    const [noun = '', verb] = action.split(':');
    const area = this.areaOfAction.get(noun);
    if (!area) return null;
    return verb === 'read' ? `${area}:read` : `${area}:write`;
  }

  addRules(rules: Record<string, Rule>): void {
    for (const [name, rule] of Object.entries(rules)) this.rules.set(name, rule);
  }

  addPolicy(table: PolicyTable): void {
    for (const [action, names] of Object.entries(table)) {
      if (this.actions.has(action)) throw new Error(`Action ${action} stands in two policies.`);
      this.actions.set(action, names);
    }
  }

  /** Action and rules, sorted; `authorization.golden.txt` is made of it. */
  table(): [string, readonly string[]][] {
    return [...this.actions].sort(([left], [right]) => (left < right ? -1 : 1));
  }

  allows(actor: Actor, action: string, subject: Resource): boolean {
    return isInScope(actor, this.scopeOfAction(action)) && this.rolesAllow(actor, action, subject);
  }

  /** Refuses with SCOPE_MISSING, or with NOT_ALLOWED. */
  authorize(actor: Actor, action: string, subject: Resource): void {
    this.requireScope(actor, action);
    if (!this.rolesAllow(actor, action, subject)) throw new Refusal('NOT_ALLOWED');
  }

  /** Refuses with SCOPE_MISSING. */
  requireScope(actor: Actor, action: string): void {
    const scope = this.scopeOfAction(action);
    if (!isInScope(actor, scope)) throw new Refusal('SCOPE_MISSING', { scope: scope ?? action });
  }

  private rolesAllow(actor: Actor, action: string, subject: Resource): boolean {
    const names = this.actions.get(action);
    if (!names) throw new Error(`Action ${action} stands in no policy.`);
    return names.some((name) => {
      const rule = this.rules.get(name);
      if (!rule) throw new Error(`Rule ${name} of action ${action} is not defined.`);
      return rule(actor, subject);
    });
  }
}

/** Whether the actor's token reaches that far. A token without limits (`scopes` null) does. */
export function isInScope(actor: Actor, scope: string | null): boolean {
  return actor.scopes === null || (scope !== null && actor.scopes.has(scope));
}
