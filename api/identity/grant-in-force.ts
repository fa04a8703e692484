/**
 * SQL for whether a role counts at a time: it was accepted, has begun and has not ended. An invitation that nobody has accepted counts
 * for nothing. `alias` names the row of `role_grant`, `at` is an expression of SQL.
 */
export function grantInForce(alias: string, at = 'now()'): string {
  return `(${alias}.accepted_at is not null and ${alias}.valid_from <= ${at} and (${alias}.valid_to is null or ${alias}.valid_to > ${at}))`;
}
