import type { Configuration } from '@mikro-orm/core';
import { PostgreSqlConnection, PostgreSqlDriver } from '@mikro-orm/postgresql';
import { rowTypes } from './rows.ts';

/**
 * A driver that returns values in the types of the code. A Pipeline begins its transactions, with
 * role and variables.
 */
export class LinliDriver extends PostgreSqlDriver {
  constructor(configuration: Configuration) {
    super(configuration);
    // The parent constructor created a plain connection that is not open yet. Its class cannot be
    // passed in.
    Object.assign(this, { connection: new LinliConnection(configuration) });
  }
}

class LinliConnection extends PostgreSqlConnection {
  override mapOptions(overrides: Parameters<PostgreSqlConnection['mapOptions']>[0]) {
    return { ...super.mapOptions(overrides), types: rowTypes };
  }
}
