import { connectionOf } from '../connection.ts';
import { RoleGrant } from '../identity/role-grant.ts';

export const RoleGrantConnection = connectionOf(() => RoleGrant, 'RoleGrant');
