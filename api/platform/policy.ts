import type { Actor } from './actor.ts';
import { Refusal } from './errors.ts';

/** Facts about the thing that somebody wants to do something with. Each rule reads those that it needs. */
export type Subject = Record<string, string | readonly string[] | boolean | null | undefined>;

export type Rule = (actor: Actor, subject: Subject) => boolean;

/** Action to the names of the rules of which one must hold. Data, so that a golden file can show it as a table. */
export type PolicyTable<RuleName extends string = string> = Record<string, readonly RuleName[]>;

/** Declares a module's policy; the type says that every rule it names exists. */
export function policy<RuleName extends string>(_rules: Record<RuleName, Rule>) {
  return <const Table extends PolicyTable<RuleName>>(table: Table): Table => table;
}

/** All policies and rules of all modules, as the composition root collects them. */
export class Permissions {
  private readonly actions = new Map<string, readonly string[]>();
  private readonly rules = new Map<string, Rule>();

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

  allows(actor: Actor, action: string, subject: Subject): boolean {
    const names = this.actions.get(action);
    if (!names) throw new Error(`Action ${action} stands in no policy.`);
    return names.some((name) => {
      const rule = this.rules.get(name);
      if (!rule) throw new Error(`Rule ${name} of action ${action} is not defined.`);
      return rule(actor, subject);
    });
  }

  authorize(actor: Actor, action: string, subject: Subject): void {
    if (!this.allows(actor, action, subject)) throw new Refusal('NOT_ALLOWED');
  }
}
