/** Writes openapi.json and the web app's typed client from the routes. `--check` only says whether they are up to date. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createKith } from '../src/server/app.ts';
import { loadConfig } from '../src/server/platform/config.ts';

const root = join(import.meta.dirname, '..');
const files = { document: join(root, 'openapi.json'), client: join(root, 'src/web/lib/api.gen.ts') };

const { app } = await createKith(loadConfig({ LOG_LEVEL: 'silent', KITH_MASTER_KEY: 'x'.repeat(32), KITH_DATA_DIR: tmpdir() }), 'postgres://nobody@127.0.0.1:1/none');
await app.ready();
const document = `${JSON.stringify(app.swagger(), null, 1)}\n`;
await app.close();

const scratch = mkdtempSync(join(tmpdir(), 'kith-openapi-'));
writeFileSync(join(scratch, 'openapi.json'), document);
execFileSync(process.execPath, [join(root, 'node_modules/openapi-typescript/bin/cli.js'), join(scratch, 'openapi.json'), '-o', join(scratch, 'api.gen.ts')], { stdio: ['ignore', 'ignore', 'inherit'] });
const client = readFileSync(join(scratch, 'api.gen.ts'), 'utf8');

if (process.argv.includes('--check')) {
  const stale = [[files.document, document], [files.client, client]].filter(([file, text]) => !existsSync(file!) || readFileSync(file!, 'utf8') !== text);
  if (stale.length) {
    console.error(`Stale: ${stale.map(([file]) => file!.slice(root.length + 1)).join(', ')}. Run npm run openapi.`);
    process.exit(1);
  }
} else {
  writeFileSync(files.document, document);
  writeFileSync(files.client, client);
}
