import { Arg, Ctx, Mutation, Query, Resolver } from 'type-graphql';
import {
  AddServiceKindInput,
  AdjustServiceKindInput,
  AdoptServiceKindInput,
  ResumeServiceKindInput,
  RetireServiceKindInput,
  ServiceKindPayload,
  ServiceKindTemplate,
} from '../../../schema/requests/kind-inputs.ts';
import type { Context } from '../../platform/context/operation-context.ts';
import { kindById } from '../requests.queries.ts';
import * as kinds from './service-kinds.service.ts';
import { kindTemplates } from './templates.ts';

@Resolver()
export class KindsResolver {
  @Query(() => [ServiceKindTemplate], {
    complexity: 30,
    description:
      'Templates of common service kinds to start a catalogue from, a fixed list of about 30, the same for all callers.',
  })
  serviceKindTemplates(@Ctx('ctx') ctx: Context): ServiceKindTemplate[] {
    const language = ctx.actor && ctx.locale === 'zh-CN' ? 'zh' : 'en';
    return kindTemplates.map((template) => ({
      ...template,
      name: template.name[language],
      description: template.description[language],
      riskNotes: template.riskNotes?.[language] ?? null,
    }));
  }

  @Mutation(() => ServiceKindPayload, {
    description: "Adopts a template into the foundation's catalogue.",
  })
  async adoptServiceKind(
    @Ctx('ctx') ctx: Context,
    @Arg('input', () => AdoptServiceKindInput, { description: 'Input for `adoptServiceKind`.' })
    input: AdoptServiceKindInput,
  ) {
    return kindPayload(ctx, await kinds.adoptServiceKind(ctx, input));
  }

  @Mutation(() => ServiceKindPayload, {
    description:
      "Adds a service kind of the foundation's own. Name, category, duration and rate are required.",
  })
  async addServiceKind(
    @Ctx('ctx') ctx: Context,
    @Arg('input', () => AddServiceKindInput, {
      description: 'Input for `addServiceKind`.',
    })
    input: AddServiceKindInput,
  ) {
    return kindPayload(ctx, await kinds.addServiceKind(ctx, input));
  }

  @Mutation(() => ServiceKindPayload, {
    description: 'Adjusts a service kind. Open requests keep the terms that they were opened with.',
  })
  async adjustServiceKind(
    @Ctx('ctx') ctx: Context,
    @Arg('input', () => AdjustServiceKindInput, { description: 'Input for `adjustServiceKind`.' })
    input: AdjustServiceKindInput,
  ) {
    return kindPayload(ctx, await kinds.adjustServiceKind(ctx, input));
  }

  @Mutation(() => ServiceKindPayload, {
    description: 'Retires a service kind from the catalogue. Its history stays.',
  })
  async retireServiceKind(
    @Ctx('ctx') ctx: Context,
    @Arg('input', () => RetireServiceKindInput, { description: 'Input for `retireServiceKind`.' })
    input: RetireServiceKindInput,
  ) {
    return kindPayload(ctx, await kinds.retireServiceKind(ctx, input));
  }

  @Mutation(() => ServiceKindPayload, {
    description: 'Resumes a service kind that was retired from the catalogue.',
  })
  async resumeServiceKind(
    @Ctx('ctx') ctx: Context,
    @Arg('input', () => ResumeServiceKindInput, { description: 'Input for `resumeServiceKind`.' })
    input: ResumeServiceKindInput,
  ) {
    return kindPayload(ctx, await kinds.resumeServiceKind(ctx, input));
  }
}

async function kindPayload(ctx: Context, { kindId }: { kindId: string }) {
  return { kind: await ctx.load(kindById, kindId) };
}
