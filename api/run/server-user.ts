import { spawnSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { Refusal } from './command-error.ts';

/** The user that PostgreSQL runs as under root, since PostgreSQL refuses to run as root. */
export interface ServerUser {
  uid: number;
  gid: number;
}

/**
 * The user for PostgreSQL: the current one (undefined) unless that is root. Under root it is the
 * owner of an existing cluster, so that a clone that is later used with sudo keeps working.
 * Otherwise it is the system user `postgres`, which is created when missing.
 */
export function findServerUser(
  cluster: string,
  onStep: (message: string) => void,
): ServerUser | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const owner = statSync(cluster, { throwIfNoEntry: false });
  if (owner && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid };
  const known = lookUp('postgres');
  if (known) return known;
  onStep('Creating the system user "postgres", because PostgreSQL refuses to run as root');
  spawnSync(
    'useradd',
    [
      '--system',
      '--user-group',
      '--no-create-home',
      '--home-dir',
      '/nonexistent',
      '--shell',
      '/usr/sbin/nologin',
      'postgres',
    ],
    withSystemTools,
  );
  const made = lookUp('postgres');
  if (made) return made;
  throw new Refusal(
    'PostgreSQL refuses to run as root, and the system user "postgres" could not be created: run this command as an ordinary user, create that user yourself, or set DATABASE_URL to your own server.',
  );
}

/**
 * Whether that user can enter the directory and run the program. It is tried, not derived from mode
 * bits, so that ACLs and mounts count too.
 */
export function canUse(user: ServerUser, directory: string, program: string): boolean {
  const script = 'cd -- "$1" && "$2" --version';
  return (
    spawnSync('/bin/sh', ['-c', script, 'sh', directory, program], {
      ...user,
      cwd: '/',
      stdio: 'ignore',
    }).status === 0
  );
}

/** `su` may leave the folders of system tools out of the path. */
const withSystemTools = {
  env: { ...process.env, PATH: `${process.env.PATH ?? ''}:/usr/sbin:/sbin` },
};

function lookUp(name: string): ServerUser | undefined {
  const [uid, gid] = ['-u', '-g'].map((flag) => {
    const { status, stdout } = spawnSync('id', [flag, name], { encoding: 'utf8' });
    return status === 0 ? Number.parseInt(stdout, 10) : undefined;
  });
  return uid !== undefined && gid !== undefined ? { uid, gid } : undefined;
}
