/**
 * Balances of an account as SQL. `entry.balance_after` is the sum of its posted entries by booking,
 * so a balance is one descent of the index `entry_of_statement`, whatever came before.
 *
 * `account` is an expression; `:foundationId` is a parameter of the statement.
 */

/** Balance after the last entry whose booking time meets the condition; null without one. */
export function balanceBooked(account: string, condition: string): string {
  return `(select e.balance_after from entry e
    where e.foundation_id = :foundationId and e.account_id = ${account} and e.layer = 'POSTED' and e.booked_at ${condition}
    order by e.booked_at desc, e.id desc limit 1)`;
}

/**
 * Balance of all events before an instant, or up to it. Adds up only entries booked since then,
 * which may be of earlier events.
 */
export function balanceHappened(account: string, instant: string, comparison: '<' | '<='): string {
  return `(coalesce(${balanceBooked(account, `<= ${longBefore(instant)}`)}, 0)
    + coalesce((select sum(e.amount) from entry e
        join transfer t on t.foundation_id = e.foundation_id and t.id = e.transfer_id
        where e.foundation_id = :foundationId and e.account_id = ${account} and e.layer = 'POSTED'
          and e.booked_at > ${longBefore(instant)} and t.happened_at ${comparison} :${instant}::timestamptz), 0))::bigint`;
}

/**
 * Latest booking time at which every event was before the instant: `transfer_not_of_future` permits
 * events up to two minutes after their booking. More than that, to leave out equality.
 */
export function longBefore(instant: string): string {
  return `:${instant}::timestamptz - interval '3 minutes'`;
}
