import type { ServiceRequest } from '../../schema/requests/service-request.ts';
import type { Context } from '../platform/context/operation-context.ts';
import {
  type Statement,
  type StatementBuilder,
  type StatementParameters,
  statementsNamed,
} from '../platform/database/statement.ts';
import type { Columns } from '../platform/reads/columns.ts';
import { columnsOf, readWith } from '../platform/reads/relations.ts';
import { statementPerColumns } from '../platform/reads/loaders.ts';
import type { Lookahead } from '../platform/reads/lookahead.ts';
import { requestsLimits } from './limits.ts';

/**
 * A list of requests, newest first, with a choice of query plans. Its statements share a name.
 * `filter` is an SQL condition on `r`, a row of service_request.
 */
export class RequestList {
  private readonly build: StatementBuilder;
  private readonly all: (columns?: Columns) => Statement;
  private readonly byWays = new Map<string, (columns?: Columns) => Statement>();
  /** Statements for the column sets of single documents, across all plans. */
  private readonly narrowed = new Map<string, Statement>();

  constructor(
    name: string,
    private readonly filter: string,
  ) {
    this.build = statementsNamed(name);
    this.all = this.byColumns(
      (columns) =>
        `select ${columns('r')} from (select r.* from service_request r where r.foundation_id = :foundationId and r.id < :before and ${filter}
         order by r.id desc limit :limit) as r order by r.id desc`,
    );
  }

  /**
   * Reads the newest `count` rows before an id. For callers with few communities the statement
   * merges one branch per community. For all others a page is found among the newest of the
   * foundation. `shape` is the selection of the document, and `values` are those of the filter.
   */
  async read(
    ctx: Context,
    shape: Lookahead | null,
    before: string,
    count: number,
    values: StatementParameters,
  ): Promise<ServiceRequest[]> {
    const { visibleCommunityIds, personIds, accountId, session } = ctx.actor;
    const columns = columnsOf(ctx, shape);
    const asked = { ...values, before, limit: count };
    const isAccess =
      session.variables['app.scope'] === 'community' &&
      visibleCommunityIds.length <= requestsLimits.listWaysMax;
    const rows = isAccess
      ? await ctx.rows<ServiceRequest>(
          this.byWay(visibleCommunityIds.length, personIds.length)(columns),
          {
            ...asked,
            accountId,
            ...(visibleCommunityIds.length > 0 && { visibleCommunityIds }),
            ...(personIds.length > 0 && { personIds }),
          },
        )
      : await ctx.rows<ServiceRequest>(this.all(columns), asked);
    await readWith(ctx, shape, rows);
    return rows;
  }

  /** One statement for each combination of access paths to requests. */
  private byWay(reached: number, persons: number): (columns?: Columns) => Statement {
    const arms = armsFor(reached);
    const name = `${arms} ${persons > 0}`;
    let query = this.byWays.get(name);
    if (!query) this.byWays.set(name, (query = this.byColumns(this.writeByWay(arms, persons > 0))));
    return query;
  }

  private byColumns(text: (columns: Columns) => string): (columns?: Columns) => Statement {
    return statementPerColumns(this.build, text, this.narrowed, requestsLimits.listColumnSetsMax);
  }

  private writeByWay(arms: number | 'many', hasPersons: boolean): (columns: Columns) => string {
    const wanted = `r.foundation_id = :foundationId and r.id < :before and ${this.filter}`;
    const newest = 'order by r.id desc limit :limit';
    return (columns) => {
      const plain = columns.plain('r');
      const of = (condition: string) =>
        `(select ${plain} from service_request r where ${wanted} and ${condition} ${newest})`;
      const ofEach = (parameter: string, rows: string) =>
        `(select ${plain} from unnest(${parameter}::uuid[]) as way (id) cross join lateral (${rows}) as r)`;
      const ways = [of(`r.opened_by_account_id = :accountId`)];
      if (arms === 'many')
        ways.push(
          ofEach(
            ':visibleCommunityIds',
            `select r.* from service_request r where ${wanted} and r.community_id = way.id ${newest}`,
          ),
        );
      else
        for (let arm = 1; arm <= arms; arm += 1)
          ways.push(of(`r.community_id = (:visibleCommunityIds::uuid[])[${arm}]`));
      if (arms !== 0)
        ways.push(
          ofEach(
            ':visibleCommunityIds',
            `select r.* from request_offer o join service_request r on r.foundation_id = o.foundation_id and r.id = o.request_id
             where o.foundation_id = :foundationId and o.community_id = way.id and o.request_id < :before and ${wanted}
             order by o.request_id desc limit :limit`,
          ),
        );
      if (hasPersons)
        ways.push(
          ofEach(
            ':personIds',
            `select r.* from service_request r where ${wanted} and r.elder_person_id = way.id ${newest}`,
          ),
        );
      return `select ${columns('r')} from (
        select distinct on (r.id) ${plain} from (${ways.join('\n        union all ')}) as r order by r.id desc limit :limit) as r order by r.id desc`;
    };
  }
}

/**
 * Up to four communities get one branch each and are merged in order, so that hardly more rows are
 * read than shown. More communities share one lateral branch, since each branch would add to the
 * plan.
 */
function armsFor(reached: number): number | 'many' {
  if (reached > 4) return 'many';
  return reached === 3 ? 4 : reached;
}
