import { type Statement, statement } from '../platform/database/statement.ts';

/** Rows of a table that are about an elder: $1 is the foundation, $2 the person. */
export function aboutElder(table: string): Statement {
  return statement(
    `select * from ${table} where foundation_id = $1 and elder_person_id = $2 order by id`,
  );
}

/** Rows that are about a person: $1 is the foundation, $2 the person. */
export function aboutPerson(table: string): Statement {
  return statement(
    `select * from ${table} where foundation_id = $1 and person_id = $2 order by id`,
  );
}

/** Rows that are about a volunteer: $1 is the foundation, $2 the person. */
export function aboutVolunteer(table: string): Statement {
  return statement(
    `select * from ${table} where foundation_id = $1 and volunteer_person_id = $2 order by id`,
  );
}

/** Rows that are about an elder or a volunteer: $1 is the foundation, $2 the person. */
export function aboutBoth(table: string): Statement {
  return statement(
    `select * from ${table} where foundation_id = $1 and (elder_person_id = $2 or volunteer_person_id = $2) order by id`,
  );
}
