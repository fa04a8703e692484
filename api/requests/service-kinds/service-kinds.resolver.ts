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
    description: 'Common kinds of help to start a catalogue from, a fixed list of some 30, the same for everybody.',
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

  @Mutation(() => ServiceKindPayload, { description: "Takes a common template into the foundation's catalogue." })
  async adoptServiceKind(
    @Ctx('ctx') ctx: Context,
    @Arg('input', () => AdoptServiceKindInput, { description: 'Which template, and what is different here.' })
    input: AdoptServiceKindInput,
  ) {
    return kindPayload(ctx, await kinds.adoptServiceKind(ctx, input));
  }

  @Mutation(() => ServiceKindPayload, { description: "Adds a kind of help of the foundation's own." })
  async addServiceKind(
    @Ctx('ctx') ctx: Context,
    @Arg('input', () => AddServiceKindInput, {
      description: 'The kind. Name, category, length and rate must be there.',
    })
    input: AddServiceKindInput,
  ) {
    return kindPayload(ctx, await kinds.addServiceKind(ctx, input));
  }

  @Mutation(() => ServiceKindPayload, {
    description: 'Adjusts a kind of help. Requests that are open already stay as they were agreed.',
  })
  async adjustServiceKind(
    @Ctx('ctx') ctx: Context,
    @Arg('input', () => AdjustServiceKindInput, { description: 'Which kind, and what changes.' })
    input: AdjustServiceKindInput,
  ) {
    return kindPayload(ctx, await kinds.adjustServiceKind(ctx, input));
  }

  @Mutation(() => ServiceKindPayload, { description: 'Takes a kind of help out of the catalogue; its past stays.' })
  async retireServiceKind(
    @Ctx('ctx') ctx: Context,
    @Arg('input', () => RetireServiceKindInput, { description: 'Which kind, and why.' }) input: RetireServiceKindInput,
  ) {
    return kindPayload(ctx, await kinds.retireServiceKind(ctx, input));
  }

  @Mutation(() => ServiceKindPayload, { description: 'Offers a kind of help again that was taken out.' })
  async resumeServiceKind(
    @Ctx('ctx') ctx: Context,
    @Arg('input', () => ResumeServiceKindInput, { description: 'Which kind.' }) input: ResumeServiceKindInput,
  ) {
    return kindPayload(ctx, await kinds.resumeServiceKind(ctx, input));
  }
}

async function kindPayload(ctx: Context, { kindId }: { kindId: string }) {
  return { kind: await ctx.load(kindById, kindId) };
}
