import type { ExecutionResult } from 'graphql';
import type pino from 'pino';
import type { Actor } from '../authorization/actor.ts';
import type { Locale } from '../common/messages.ts';
import { outageOf } from '../common/outage.ts';
import type { Services } from '../context/services.ts';
import type { Operations } from '../operation/operations.ts';
import type { Prepared, Variables } from '../operation/prepared.ts';
import { formatResult, plainResult } from '../operation/result-formatting.ts';
import type { Counters } from './counters.ts';
import { RecordingContext } from './recording-context.ts';
import { SharedExecution } from './shared-execution.ts';
import type { FeedMessage, FeedSource } from './source.ts';

/** What all renderers of a node share. */
export interface RendererServices {
  services: Services;
  operations: Operations;
  logger: pino.Logger;
  counters: Counters;
  /** Pauses connections whose authorization changed in the snapshot that rows come from. */
  pauseChanged(ctx: RecordingContext): Promise<void>;
}

/** What a group of subscriptions asked for, and with which authorization. */
export interface RenderedOperation {
  source: FeedSource;
  actor: Actor;
  locale: Locale;
  prepared: Prepared;
  variables: Variables;
}

/** Renders the messages of one group: executes its document, and serialises the result. */
export class EventRenderer {
  constructor(
    private readonly shared: RendererServices,
    private readonly operation: RenderedOperation,
  ) {}

  newContext(): RecordingContext {
    const { actor, locale } = this.operation;
    return new RecordingContext(this.shared.services, actor, locale);
  }

  /** An execution that groups with equal results may share. */
  newExecution(subjectIds: readonly string[]): SharedExecution {
    return new SharedExecution(this.newContext(), this.operation.source, subjectIds, (ctx) =>
      this.shared.pauseChanged(ctx),
    );
  }

  /** Executes the document for one message. Gives the response as JSON. */
  async execute(message: FeedMessage, ctx: RecordingContext): Promise<string> {
    const { operations, logger, counters } = this.shared;
    const { source, prepared, variables } = this.operation;
    counters.executions += 1;
    const result = await operations.execute(prepared, ctx, variables, source.present(message));
    if (result.errors?.length) {
      ctx.markUnshareable();
      // A field that failed through an outage is delivered after the outage, and not as null.
      const outage = result.errors.find((error) => outageOf(error.originalError ?? error));
      if (outage) throw outage.originalError ?? outage;
      failWithoutData(result);
    }
    return JSON.stringify(plainResult(formatResult(result, ctx, logger)));
  }
}

/**
 * A result without the message has no cursor. Delivering it would leave a gap in the client's proof
 * of completeness.
 */
function failWithoutData(result: ExecutionResult): void {
  const data = result.data as Record<string, unknown> | null | undefined;
  if (!data || Object.values(data).every((value) => value === null)) throw result.errors?.[0];
}
