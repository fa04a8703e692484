import type { AuditAction } from '../../../schema/identity/audit-action.ts';
import type {
  AddServiceKindInput,
  AdjustServiceKindInput,
  AdoptServiceKindInput,
  RetireServiceKindInput,
  ServiceKindDetails,
} from '../../../schema/requests/kind-inputs.ts';
import { newId } from '../../../schema/ids.ts';
import { formatHundredths } from '../../../schema/scalars.ts';
import { ServiceKind } from '../../../schema/requests/service-kind.ts';
import type { Context } from '../../platform/context/operation-context.ts';
import type { MutationTransaction } from '../../platform/context/mutation.ts';
import { statement } from '../../platform/database/statement.ts';
import { Refusal } from '../../platform/common/errors.ts';
import { idFrom } from '../../platform/common/ids.ts';
import { templateByCode } from './templates.ts';

/**
 * Adopts a common template into the catalogue. Refuses with NO_SUCH_TEMPLATE, KIND_CODE_TAKEN,
 * RATE_NEGATIVE, RATE_TOO_LARGE, NOT_ALLOWED.
 */
export async function adoptServiceKind(
  ctx: Context,
  input: AdoptServiceKindInput,
): Promise<{ kindId: string }> {
  const template = templateByCode.get(input.templateCode);
  if (!template)
    throw new Refusal('NO_SUCH_TEMPLATE', { code: input.templateCode }, ['input', 'templateCode']);
  const { code, name, description, riskNotes, qualificationCodes, ...rest } = template;
  const language = ctx.locale === 'zh-CN' ? 'zh' : 'en';
  return addKind(ctx, 'adoptServiceKind', 'kind:adopt', input, {
    ...rest,
    code,
    templateCode: code,
    name: name[language],
    description: description[language],
    riskNotes: riskNotes?.[language] ?? null,
    qualificationCodes: [...qualificationCodes],
  });
}

/**
 * Adds a kind of the foundation's own. Refuses with KIND_CODE_TAKEN, KIND_INCOMPLETE,
 * RATE_NEGATIVE, RATE_TOO_LARGE, NOT_ALLOWED.
 */
export async function addServiceKind(
  ctx: Context,
  input: AddServiceKindInput,
): Promise<{ kindId: string }> {
  const { name, category, minutesDefault, coinsPerHour } = input;
  for (const [field, value] of Object.entries({ name, category, minutesDefault, coinsPerHour })) {
    if (value === null || value === undefined)
      throw new Refusal('KIND_INCOMPLETE', { field }, ['input', field]);
  }
  return addKind(ctx, 'addServiceKind', 'kind:add', input, { code: input.code });
}

/**
 * Adjusts a kind; open requests keep the agreed values. Refuses with NOT_FOUND, VERSION_CONFLICT,
 * RATE_NEGATIVE, RATE_TOO_LARGE, NOT_ALLOWED.
 */
export async function adjustServiceKind(
  ctx: Context,
  input: AdjustServiceKindInput,
): Promise<{ kindId: string }> {
  return changeKind(ctx, 'adjustServiceKind', 'kind:adjust', input, (kind) =>
    Object.assign(kind, saidIn(input)),
  );
}

/**
 * Retires a kind from the catalogue; past requests stay. Refuses with NOT_FOUND, VERSION_CONFLICT,
 * NOT_ALLOWED.
 */
export async function retireServiceKind(
  ctx: Context,
  input: RetireServiceKindInput,
): Promise<{ kindId: string }> {
  return changeKind(ctx, 'retireServiceKind', 'kind:retire', input, (kind) => {
    kind.isOffered = false;
    kind.retiredAt = ctx.now();
  });
}

/** Offers a retired kind again. Refuses with NOT_FOUND, VERSION_CONFLICT, NOT_ALLOWED. */
export async function resumeServiceKind(
  ctx: Context,
  input: RetireServiceKindInput,
): Promise<{ kindId: string }> {
  return changeKind(ctx, 'resumeServiceKind', 'kind:retire', input, (kind) => {
    kind.isOffered = true;
    kind.retiredAt = null;
  });
}

async function addKind(
  ctx: Context,
  operation: string,
  action: AuditAction,
  input: ServiceKindDetails,
  defaults: Partial<ServiceKind> & { code: string },
): Promise<{ kindId: string }> {
  const said = saidIn(input);
  return ctx.mutate({ operation, input }, async (tx) => {
    const kindId = newId();
    await tx.authorize(action, {}, { kind: 'kind', id: kindId });
    const [taken] = await tx.rows(selectKindByCode, { code: defaults.code });
    if (taken) throw new Refusal('KIND_CODE_TAKEN', { code: defaults.code });
    await tx.add(ServiceKind, { ...new ServiceKind(), ...defaults, ...said, id: kindId });
    return { kindId };
  });
}

async function changeKind(
  ctx: Context,
  operation: string,
  action: AuditAction,
  input: { kindId: string; expectedVersion: number; reason?: string | null },
  change: (kind: ServiceKind, tx: MutationTransaction) => void,
): Promise<{ kindId: string }> {
  const kindId = idFrom('kind', input.kindId, 'input', 'kindId');
  return ctx.mutate({ operation, input }, async (tx) => {
    await tx.authorize(action, {}, { kind: 'kind', id: kindId, reason: input.reason ?? null });
    const kind = await tx.lock(ServiceKind, 'kind', kindId, input.expectedVersion);
    change(kind, tx);
    kind.version += 1;
    return { kindId };
  });
}

/**
 * The limit of the table, in hundredths. A higher rate is a typing error, and the coins of a day
 * must stay a safe number.
 */
const coinsPerHourMax = 1_000_000n;

/** Fields of an input as a kind stores them. */
function saidIn(input: ServiceKindDetails): Partial<ServiceKind> {
  const { coinsPerHour } = input;
  if (coinsPerHour !== null && coinsPerHour !== undefined && coinsPerHour < 0n)
    throw new Refusal('RATE_NEGATIVE', {}, ['input', 'coinsPerHour']);
  if (coinsPerHour !== null && coinsPerHour !== undefined && coinsPerHour > coinsPerHourMax)
    throw new Refusal('RATE_TOO_LARGE', { max: formatHundredths(coinsPerHourMax) }, [
      'input',
      'coinsPerHour',
    ]);
  const said = {
    name: input.name,
    category: input.category,
    description: input.description,
    riskNotes: input.riskNotes,
    minutesDefault: input.minutesDefault,
    coinsPerHour: coinsPerHour?.toString(),
    placeKind: input.placeKind,
    qualificationCodes: input.qualificationCodes && [...new Set(input.qualificationCodes)],
    volunteersNeeded: input.volunteersNeeded,
  };
  return Object.fromEntries(
    Object.entries(said).filter(([, value]) => value !== undefined && value !== null),
  ) as Partial<ServiceKind>;
}

const selectKindByCode = statement(
  'requests.selectKindByCode',
  'select id from service_kind where foundation_id = :foundationId and code = :code',
);
