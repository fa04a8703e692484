/**
 * SQL condition: whether a grant is in force at a time, that is accepted, begun and not ended. A
 * pending invitation grants nothing. `alias` names the row of `role_grant`, `at` is an SQL
 * expression.
 */
export function grantInForce(alias: string, at = 'now()'): string {
  return `(${alias}.accepted_at is not null and ${alias}.valid_from <= ${at} and (${alias}.valid_to is null or ${alias}.valid_to > ${at}))`;
}
