// Adds the native packages of other platforms to package-lock.json: run it after `npm install` when `npm ci` says
// "Missing: … from lock file". A registry that does not carry a platform's package makes npm leave it out of the lock
// silently, and then refuse that very lock. An entry with its platform is all `npm ci` needs to skip it.
import { readFileSync, writeFileSync } from 'node:fs';

const SYSTEMS = ['android', 'darwin', 'freebsd', 'linux', 'openharmony', 'win32'];
const PROCESSORS = ['arm', 'arm64', 'ia32', 'ppc64', 'riscv64', 's390x', 'wasm32', 'x64'];

const file = new URL('../package-lock.json', import.meta.url);
const lock = JSON.parse(readFileSync(file, 'utf8'));
const added = [];
for (const [path, entry] of Object.entries({ ...lock.packages })) {
  for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
    if (lock.packages[`${path}/node_modules/${name}`] || lock.packages[`node_modules/${name}`]) continue;
    if (!/^\d/.test(version)) throw new Error(`${name} is wanted as "${version}", not as one exact version.`);
    lock.packages[`node_modules/${name}`] = { version, ...platformOf(name), ...(entry.dev ? { dev: true } : {}), optional: true };
    added.push(name);
  }
}
lock.packages = Object.fromEntries(Object.entries(lock.packages).sort(([a], [b]) => a.localeCompare(b, 'en')));
if (added.length > 0) writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
console.log(added.length > 0 ? `Added ${added.join(', ')}` : 'The lockfile is complete.');

/** `@oxlint/binding-linux-arm64-musl` → { cpu: ["arm64"], os: ["linux"], libc: ["musl"] } */
function platformOf(name) {
  const words = name.split(/[/-]/);
  const os = words.filter((word) => SYSTEMS.includes(word));
  const cpu = words.filter((word) => PROCESSORS.includes(word));
  if (cpu.length !== 1) throw new Error(`Cannot tell the platform of ${name}.`);
  const libc = words.some((word) => word.startsWith('musl')) ? ['musl'] : words.some((word) => word.startsWith('gnu')) ? ['glibc'] : [];
  return { cpu, ...(os.length > 0 ? { os } : {}), ...(os[0] === 'linux' && libc.length > 0 ? { libc } : {}) };
}
