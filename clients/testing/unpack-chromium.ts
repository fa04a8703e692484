import { join } from 'node:path';
import { inflate } from '@sparticuz/chromium';

/**
 * Unpacks the browser and its libraries from the folder in the argument into the temporary folder.
 */
const packed = process.argv[2]!;
await Promise.all(['chromium.br', 'al2023.tar.br'].map((file) => inflate(join(packed, file))));
