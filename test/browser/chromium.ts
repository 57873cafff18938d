import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import packed, { inflate } from '@sparticuz/chromium';
import { chromium, type Browser } from 'playwright-core';

const require = createRequire(import.meta.url);

// The package's arguments are for a cloud function. These of them would make the browser more lenient than the one people use.
const UNWANTED = /--single-process|--no-zygote|--disable-web-security|--allow-running-insecure-content|--disable-site-isolation|IsolateOrigins|--headless|angle|swiftshader/;

/** Starts the packed Chromium with its own fonts, so that text is as wide on every machine. */
export async function launch(): Promise<Browser> {
  const folder = await unpacked();
  const executablePath = join(folder, 'chromium');
  const env = { ...process.env, FONTCONFIG_FILE: join(folder, 'fonts.conf') } as Record<string, string>;
  // A machine without NSS (most servers) gets the copy that comes with the package.
  if (spawnSync(executablePath, ['--version'], { env }).status !== 0) env.LD_LIBRARY_PATH = join(folder, 'al2023/lib');
  const args = packed.args.filter((arg) => !UNWANTED.test(arg));
  // the microphone of a test beeps, and asks nobody
  return chromium.launch({ executablePath, args: [...args, '--no-sandbox', '--disable-gpu', '--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'], env, headless: true });
}

/** The folder with the unpacked browser; made by whoever is first, for this user and this version. */
async function unpacked(): Promise<string> {
  const bin = join(require.resolve('@sparticuz/chromium'), '../../bin');
  const { version } = JSON.parse(readFileSync(join(bin, '../package.json'), 'utf8')) as { version: string };
  const folder = join(tmpdir(), `kith-chromium-${version}-${process.getuid?.() ?? 0}`);
  if (existsSync(folder)) return folder;
  const making = mkdtempSync(`${folder}-`);
  const before = process.env.TMPDIR;
  process.env.TMPDIR = making; // where the package unpacks to
  try {
    await Promise.all(['chromium.br', 'fonts.tar.br', 'al2023.tar.br', 'swiftshader.tar.br'].map((file) => inflate(join(bin, file))));
  } finally {
    if (before === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = before;
  }
  mkdirSync(join(making, 'cache'));
  writeFileSync(join(making, 'fonts.conf'), fontsConf(folder));
  try {
    renameSync(making, folder);
  } catch {
    rmSync(making, { recursive: true }); // another process was quicker
  }
  return folder;
}

const fontsConf = (folder: string) => `<?xml version="1.0"?>
<fontconfig>
  <dir>${folder}/fonts</dir>
  <dir>/usr/share/fonts</dir>
  <cachedir>${folder}/cache</cachedir>
  ${['sans-serif', 'system-ui', 'ui-sans-serif'].map((family) => `<alias binding="same"><family>${family}</family><prefer><family>Open Sans</family></prefer></alias>`).join('\n  ')}
</fontconfig>
`;
