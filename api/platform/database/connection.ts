import type { Configuration } from '@mikro-orm/core';
import { PostgreSqlConnection, PostgreSqlDriver } from '@mikro-orm/postgresql';
import { rowTypes } from './rows.ts';

/**
 * A driver that gives values as the code wants them. Its transactions are begun by a Pipeline, with
 * role and variables.
 */
export class LinliDriver extends PostgreSqlDriver {
  constructor(configuration: Configuration) {
    super(configuration);
    // The parent made a plain connection that has not connected yet; its class cannot be passed in.
    Object.assign(this, { connection: new LinliConnection(configuration) });
  }
}

class LinliConnection extends PostgreSqlConnection {
  override mapOptions(overrides: Parameters<PostgreSqlConnection['mapOptions']>[0]) {
    return { ...super.mapOptions(overrides), types: rowTypes };
  }
}
