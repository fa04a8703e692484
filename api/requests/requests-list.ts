import type { ServiceRequest } from '../../schema/requests/service-request.ts';
import type { Context } from '../platform/context.ts';
import type { Statement } from '../platform/database/reader.ts';
import { type Columns, columnsOf, readWith } from '../platform/joins.ts';
import { byColumns } from '../platform/loaders.ts';
import type { Shape } from '../platform/operation/shape.ts';
import { limits } from '../platform/limits.ts';

/** A list of requests, newest first, by the two plans that it may be read by. */
export class RequestList {
  private readonly allWays: (columns?: Columns) => Statement;
  private readonly byWay: (columns?: Columns) => Statement;

  /** `filter` tells what is wanted of `r`, a row of service_request, with the parameters from `$first` on. */
  constructor(filter: (first: number) => string) {
    const all = `r.foundation_id = $1 and r.id < $2 and ${filter(4)}`;
    const wanted = `r.foundation_id = $1 and r.id < $2 and ${filter(7)}`;
    const newest = 'order by r.id desc limit $3';
    this.allWays = byColumns(
      (columns) =>
        `select ${columns('r')} from (select r.* from service_request r where ${all} ${newest}) as r order by r.id desc`,
    );
    this.byWay = byColumns(
      (columns) => `
      select ${columns('r')} from (select distinct on (r.id) r.* from (
        select r.* from unnest($4::uuid[]) as way (id) cross join lateral (
          select r.* from service_request r where ${wanted} and r.community_id = way.id ${newest}) as r
        union all
        select r.* from unnest($4::uuid[]) as way (id) cross join lateral (
          select r.* from request_offer o join service_request r on r.foundation_id = o.foundation_id and r.id = o.request_id
          where o.foundation_id = $1 and o.community_id = way.id and o.request_id < $2 and ${wanted}
          order by o.request_id desc limit $3) as r
        union all
        select r.* from unnest($5::uuid[]) as way (id) cross join lateral (
          select r.* from service_request r where ${wanted} and r.elder_person_id = way.id ${newest}) as r
        union all
        select r.* from (
          select r.* from service_request r where ${wanted} and r.opened_by_account_id = $6 ${newest}) as r
      ) as r order by r.id desc limit $3) as r order by r.id desc`,
    );
  }

  /**
   * The newest `count` that lie before an id. Whoever reaches a few communities is read community by community; whoever
   * sees much of the foundation finds a page among its newest. `shape` says what is shown of them.
   */
  async read(
    ctx: Context,
    shape: Shape | null,
    before: string,
    count: number,
    values: readonly unknown[],
  ): Promise<ServiceRequest[]> {
    const { reach, persons, accountId, session } = ctx.actor;
    const isNear = session.variables['app.scope'] === 'community' && reach.length <= limits.listWaysMax;
    const ways = isNear ? [reach, persons, accountId] : [];
    const query = (isNear ? this.byWay : this.allWays)(columnsOf(ctx, shape));
    const rows = await ctx.rows<ServiceRequest>(query, [ctx.foundationId, before, count, ...ways, ...values]);
    await readWith(ctx, shape, rows);
    return rows;
  }
}
