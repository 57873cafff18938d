// `npm start`: installs what is missing, builds the web app when its sources have changed, starts the server.
import { buildWeb, fail, handOver, install, requireNode20, root } from './bootstrap.mjs';

requireNode20();
try {
  await install();
  await buildWeb();
} catch (error) {
  fail(error.message);
}
handOver([`${root}/src/server/main.ts`, ...process.argv.slice(2)], { service: true });
