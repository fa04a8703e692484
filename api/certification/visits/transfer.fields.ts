import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { Visit } from '../../../schema/requests/visit.ts';
import { Transfer } from '../../../schema/timebank/transfer.ts';
import { Related } from '../../platform/reads/related.ts';
import type { FieldContext } from '../../platform/context/field-context.ts';
import type { Context } from '../../platform/context/operation-context.ts';
import type { Loader } from '../../platform/reads/read-context.ts';
import { statement } from '../../platform/database/statement.ts';
import { visitById } from '../../requests/requests.queries.ts';

/** From coins to the service they paid for, with its evidence. */
@Resolver(() => Transfer)
export class TransferVisit {
  @FieldResolver(() => Visit, {
    nullable: true,
    description:
      'Visit that the transfer pays, or whose payment it reverses. Null when there is none or the caller may not see it.',
  })
  async visit(
    @Root() { businessKind, businessId }: Transfer,
    @Ctx('ctx') ctx: FieldContext,
  ): Promise<Visit | null> {
    return businessKind === 'visit' && businessId ? ctx.load(visitById, businessId) : null;
  }
}

const selectPayments = statement(
  'certification.selectPayments',
  `select t.* from transfer t
   where t.foundation_id = :foundationId and t.business_kind = 'visit' and t.business_id = any (:visitIds) and t.kind = 'SERVICE_PAYMENT'
     and not exists (select from transfer u where u.foundation_id = t.foundation_id and u.reverses_id = t.id)`,
);

const paymentByVisit: Loader<string, Transfer> = {
  name: 'paymentByVisit',
  async batch(ctx: Context, visitIds) {
    const rows = await ctx.rows<Transfer>(selectPayments, { visitIds });
    return new Map(rows.map((row) => [row.businessId ?? '', row]));
  },
};

/** And from a service to its coins. */
@Resolver(() => Visit)
export class VisitPayment {
  @Related<Visit>(() => Transfer, {
    by: 'id',
    from: paymentByVisit,
    nullable: true,
    description:
      'Transfer that paid the visit, as it stands now. `explainTransfer` shows the origin and the later use of these coins.',
  })
  readonly payment!: Transfer | null;
}
