import type { ServiceRequest } from '../../schema/requests/service-request.ts';
import type { Context } from '../platform/context/operation-context.ts';
import type { Statement } from '../platform/database/statement.ts';
import type { Columns } from '../platform/reads/columns.ts';
import { columnsOf, readWith } from '../platform/reads/relations.ts';
import { statementPerColumns } from '../platform/reads/loaders.ts';
import type { Lookahead } from '../platform/reads/lookahead.ts';
import { requestsLimits } from './limits.ts';

/** SQL condition on `r`, a row of service_request, with the parameters from `$first` on. */
type Filter = (first: number) => string;

/** A list of requests, newest first, with a choice of query plans. */
export class RequestList {
  private readonly all: (columns?: Columns) => Statement;
  private readonly byWays = new Map<string, (columns?: Columns) => Statement>();
  /** Statements for the column sets of single documents, across all plans. */
  private readonly narrowed = new Map<string, Statement>();

  constructor(private readonly filter: Filter) {
    this.all = this.byColumns(
      (columns) =>
        `select ${columns('r')} from (select r.* from service_request r where r.foundation_id = $1 and r.id < $2 and ${filter(4)}
         order by r.id desc limit $3) as r order by r.id desc`,
    );
  }

  /**
   * Reads the newest `count` rows before an id. For callers with few communities the statement
   * merges one branch per community. For all others a page is found among the newest of the
   * foundation. `shape` is the selection of the document.
   */
  async read(
    ctx: Context,
    shape: Lookahead | null,
    before: string,
    count: number,
    values: readonly unknown[],
  ): Promise<ServiceRequest[]> {
    const { visibleCommunityIds, personIds, accountId, session } = ctx.actor;
    const columns = columnsOf(ctx, shape);
    const asked = [ctx.foundationId, before, count, ...values];
    const isAccess =
      session.variables['app.scope'] === 'community' &&
      visibleCommunityIds.length <= requestsLimits.listWaysMax;
    const rows = isAccess
      ? await ctx.rows<ServiceRequest>(
          this.byWay(values.length, visibleCommunityIds.length, personIds.length)(columns),
          [
            ...asked,
            accountId,
            ...(visibleCommunityIds.length > 0 ? [visibleCommunityIds] : []),
            ...(personIds.length > 0 ? [personIds] : []),
          ],
        )
      : await ctx.rows<ServiceRequest>(this.all(columns), asked);
    await readWith(ctx, shape, rows);
    return rows;
  }

  /** One statement for each combination of access paths to requests. */
  private byWay(
    valueCount: number,
    reached: number,
    persons: number,
  ): (columns?: Columns) => Statement {
    const arms = armsFor(reached);
    const name = `${valueCount} ${arms} ${persons > 0}`;
    let query = this.byWays.get(name);
    if (!query)
      this.byWays.set(
        name,
        (query = this.byColumns(this.writeByWay(4 + valueCount, arms, persons > 0))),
      );
    return query;
  }

  private byColumns(text: (columns: Columns) => string): (columns?: Columns) => Statement {
    return statementPerColumns(text, this.narrowed, requestsLimits.listColumnSetsMax);
  }

  private writeByWay(
    account: number,
    arms: number | 'many',
    hasPersons: boolean,
  ): (columns: Columns) => string {
    const reach = account + 1;
    const persons = arms === 0 ? account + 1 : account + 2;
    const wanted = `r.foundation_id = $1 and r.id < $2 and ${this.filter(4)}`;
    const newest = 'order by r.id desc limit $3';
    return (columns) => {
      const plain = columns.plain('r');
      const of = (condition: string) =>
        `(select ${plain} from service_request r where ${wanted} and ${condition} ${newest})`;
      const ofEach = (parameter: number, rows: string) =>
        `(select ${plain} from unnest($${parameter}::uuid[]) as way (id) cross join lateral (${rows}) as r)`;
      const ways = [of(`r.opened_by_account_id = $${account}`)];
      if (arms === 'many')
        ways.push(
          ofEach(
            reach,
            `select r.* from service_request r where ${wanted} and r.community_id = way.id ${newest}`,
          ),
        );
      else
        for (let arm = 1; arm <= arms; arm += 1)
          ways.push(of(`r.community_id = ($${reach}::uuid[])[${arm}]`));
      if (arms !== 0)
        ways.push(
          ofEach(
            reach,
            `select r.* from request_offer o join service_request r on r.foundation_id = o.foundation_id and r.id = o.request_id
             where o.foundation_id = $1 and o.community_id = way.id and o.request_id < $2 and ${wanted}
             order by o.request_id desc limit $3`,
          ),
        );
      if (hasPersons)
        ways.push(
          ofEach(
            persons,
            `select r.* from service_request r where ${wanted} and r.elder_person_id = way.id ${newest}`,
          ),
        );
      return `select ${columns('r')} from (
        select distinct on (r.id) ${plain} from (${ways.join('\n        union all ')}) as r order by r.id desc limit $3) as r order by r.id desc`;
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
