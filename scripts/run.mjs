// `node scripts/run.mjs [--web] <file or tool> [arguments]`: runs a script of this repository or a tool from
// node_modules/.bin with the pinned Node, installing first what is missing. --web builds the web app before.
import { buildWeb, fail, handOver, install, requireNode20 } from './bootstrap.mjs';

const args = process.argv.slice(2);
const web = args[0] === '--web';
const command = web ? args.slice(1) : args;

requireNode20();
if (command.length === 0) fail('Usage: node scripts/run.mjs [--web] <file or tool> [arguments]');
try {
  await install();
  if (web) await buildWeb();
} catch (error) {
  fail(error.message);
}
handOver(command);
