// What start.mjs and run.mjs share: the way from "Node 20 and a fresh clone" to the pinned Node with everything
// installed. It runs before anything is installed, so: plain JavaScript for Node 20, no packages.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { constants } from 'node:os';
import { basename, delimiter, join } from 'node:path';
import { isatty } from 'node:tty';
import { fileURLToPath } from 'node:url';
import { withLock } from './lock.mjs';

export const root = fileURLToPath(new URL('..', import.meta.url)).replace(/\/$/, '');
const modules = join(root, 'node_modules');
const pinnedNode = join(modules, 'node/bin/node');

/** Ends the process with one line a person can act on. */
export function fail(message) {
  console.error(`kith: ${message}`);
  process.exit(1);
}

export function requireNode20() {
  const major = Number(process.versions.node.split('.')[0]);
  if (major < 20) fail(`Node 20 or newer is needed to start; this is Node ${process.versions.node}.`);
}

/** Runs `npm ci` unless what is installed is what the lockfile says. */
export async function install() {
  // A linked node_modules belongs to another checkout: use it, never change it.
  if (lstatSync(modules, { throwIfNoEntry: false })?.isSymbolicLink()) return;
  const stampFile = join(modules, '.kith-stamp');
  const stamp = `${hash([readFileSync(join(root, 'package-lock.json'))])} ${process.platform} ${process.arch}\n`;
  const done = () => readText(stampFile) === stamp;
  if (done()) return;
  await withLock(join(root, '.kith-install.lock'), async () => {
    if (done()) return;
    if (!(matchesLockfile() && nodeRuns())) {
      console.error('Installing dependencies (first start only)…');
      await npmCi();
      if (!nodeRuns()) fail(`Dependencies are installed, but ${pinnedNode} does not run on this machine. Does npm run install scripts (npm config get ignore-scripts)?`);
    }
    writeFileSync(stampFile, stamp);
  });
}

/** Builds the web app into dist/web unless it was built from exactly these sources. */
export async function buildWeb() {
  const web = join(root, 'src/web');
  if (!existsSync(join(web, 'index.html'))) return;
  const target = join(root, 'dist/web');
  const stampFile = join(target, '.kith-stamp');
  const stamp = `${hash(webSources().flatMap((file) => [file, readFileSync(join(root, file))]))}\n`;
  const done = () => readText(stampFile) === stamp;
  if (done()) return;
  mkdirSync(join(root, 'dist'), { recursive: true });
  await withLock(join(root, 'dist/.kith-build.lock'), async () => {
    if (done()) return;
    console.error('Building the web app…');
    const built = await quietly(pinnedNode, [join(modules, 'vite/bin/vite.js'), 'build'], { ...environment(), NODE_ENV: 'production' });
    if (built.code !== 0 || !existsSync(join(target, 'index.html'))) fail(`The web app could not be built:\n${built.output.trim()}`);
    writeFileSync(stampFile, stamp);
  });
}

/** What the built pages depend on: the web sources, the shapes they share with the server, the tools' versions. */
function webSources() {
  const below = (folder) =>
    readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath ?? entry.path, entry.name).slice(root.length + 1))
      // Written by the build itself.
      .filter((file) => !file.includes('.gen.'));
  const configuration = readdirSync(root).filter((name) => /^(vite\.config\..*|package-lock\.json)$/.test(name));
  const shapes = below('src/server').filter((file) => file.endsWith('.schema.ts'));
  return [...below('src/web'), ...shapes, ...configuration].sort();
}

/**
 * Hands over to a program in the pinned Node: same terminal, signals passed on, and this process ends as it ends.
 * `service` is for the server: it gets a process group of its own, so that a Ctrl-C reaches it once and through us,
 * and it does not outlive this process, however this one ends.
 */
export function handOver(command, { service = false } = {}) {
  const [program, ...args] = command;
  const [file, fileArgs] = /\.[cm]?[jt]s$/.test(program)
    ? [pinnedNode, [...(service ? ['--import', new URL('tied.mjs', import.meta.url).href] : []), program, ...args]]
    : [join(modules, '.bin', program), args];
  // What Node made of the sources is kept: a start takes 0.2 s and 15 MB less.
  const cache = process.env.NODE_COMPILE_CACHE ?? join(modules, '.cache/node');
  const env = service ? { ...environment(), NODE_COMPILE_CACHE: cache, KITH_LAUNCHER_FD: '3' } : environment();
  const child = spawn(file, fileArgs, { env, cwd: service ? root : undefined, detached: service, stdio: service ? ['inherit', 'inherit', 'inherit', 'pipe'] : 'inherit' });
  child.once('error', (error) => fail(`${file} cannot be run: ${error.message}`));
  child.once('exit', (code, signal) => process.exit(code ?? 128 + constants.signals[signal]));

  const sent = new Set();
  const forward = (signal, as = signal) => {
    if (sent.has(as)) return;
    sent.add(as);
    child.kill(as);
  };
  // In a terminal, Ctrl-C goes to the whole process group: a program in ours has it already.
  process.on('SIGINT', () => (service || ![0, 1, 2].some((fd) => isatty(fd))) && forward('SIGINT'));
  process.on('SIGTERM', () => forward('SIGTERM'));
  process.on('SIGHUP', () => forward('SIGHUP', 'SIGTERM'));
  if (process.env.npm_lifecycle_event) whenOrphaned(() => child.kill(service ? 'SIGKILL' : 'SIGTERM'));
}

/**
 * npm passes signals on and waits for us, so if it is gone it was killed with -9 and could not tell. Who does that to
 * `npm start` means the server. The scripts in package.json begin with `exec`: a shell between npm and us would get
 * those signals, and die of them without a word to us.
 */
function whenOrphaned(act) {
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    act();
  }, 200);
  timer.unref();
}

async function npmCi() {
  // The npm that started us, else the one on the PATH.
  const own = process.env.npm_execpath;
  const [file, first] = own && basename(own) === 'npm-cli.js' ? [process.execPath, [own]] : ['npm', []];
  // Whatever the machine is set to (NODE_ENV=production, omit, ignore-scripts): all of it is needed, and the pinned Node
  // is put in place by an install script.
  const flags = ['--include=dev', '--include=optional', '--ignore-scripts=false', '--no-audit', '--no-fund', '--loglevel=error'];
  let result = await quietly(file, [...first, 'ci', ...flags], process.env);
  // A lockfile made where some platform's packages are missing is refused elsewhere; its versions still hold.
  if (/EUSAGE/.test(result.output)) result = await quietly(file, [...first, 'install', '--no-save', ...flags], process.env);
  if (result.code !== 0) fail(`Dependencies could not be installed:\n${result.output.trim()}`);
}

/** Runs a program and keeps what it says, unless it takes longer than a minute: then a person wants to see why. */
function quietly(file, args, env) {
  return new Promise((resolve) => {
    const child = spawn(file, args, { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    let live = false;
    const timer = setTimeout(() => {
      live = true;
      process.stderr.write(output || 'This takes a while…\n');
    }, 60_000);
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk) => {
        output += chunk;
        if (live) process.stderr.write(chunk);
      });
    }
    const finish = (code) => {
      clearTimeout(timer);
      resolve({ code, output });
    };
    child.once('error', (error) => {
      output += error.message;
      finish(1);
    });
    child.once('close', finish);
  });
}

/** True when npm's own record of what it installed has every package of the lockfile in its version. */
function matchesLockfile() {
  try {
    const wanted = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages;
    const installed = JSON.parse(readFileSync(join(modules, '.package-lock.json'), 'utf8')).packages;
    return Object.entries(wanted).every(([path, entry]) => !path || entry.optional || installed[path]?.version === entry.version);
  } catch {
    return false;
  }
}

function nodeRuns() {
  return spawnSync(pinnedNode, ['--version']).status === 0;
}

/** The pinned Node and the installed tools come first, also for whatever the program starts. */
function environment() {
  return { ...process.env, PATH: [join(modules, '.bin'), process.env.PATH].filter(Boolean).join(delimiter) };
}

function hash(parts) {
  const sum = createHash('sha256');
  for (const part of parts) sum.update(part).update('\0');
  return sum.digest('hex');
}

function readText(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
