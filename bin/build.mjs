// Builds what `npm start` and the commands need: src/, migrations/, seeds/ and bin/ into dist/, src/client/ into public/js/.
// Does nothing when nothing changed since the last build. Options: --force, --client or --server (one part alone),
// --faults (another build in dist-faults/, with the fault points that dist/ has not).
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { removeFaultPoints } from './support/fault-points.mjs'

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..')
const at = (...parts) => join(root, ...parts)
const force = process.argv.includes('--force')
const withFaults = process.argv.includes('--faults')
const target = withFaults ? 'dist-faults' : 'dist'
const clientSources = at('src/client')
const serverSources = ['src', 'migrations', 'seeds', 'bin', 'package.json', 'tsconfig.json', 'tsconfig.build.json'].map(
  name => at(name),
)

/** The newest change below a path; a folder's own time tells of deletions. */
function newest(path, skip) {
  if (path === skip || !existsSync(path)) return 0
  const stat = statSync(path)
  if (!stat.isDirectory()) return stat.mtimeMs
  return Math.max(stat.mtimeMs, ...readdirSync(path).map(name => newest(join(path, name), skip)))
}

function isCurrent(stamp, sources, skip) {
  if (force || !existsSync(stamp)) return false
  const built = statSync(stamp).mtimeMs
  return sources.every(source => newest(source, skip) < built)
}

/** Stamped with the time the build began, so that what is saved during a build is built again. */
function stampWith(file, began) {
  writeFileSync(file, `${new Date(began).toISOString()}\n`)
  utimesSync(file, began / 1_000, began / 1_000)
}

function buildServer() {
  // An image holds what was built, and nothing to build it from.
  if (!existsSync(at('src'))) return
  const stamp = at(target, '.built')
  if (isCurrent(stamp, serverSources, clientSources)) return
  const compiler = at('node_modules/typescript/bin/tsc')
  if (!existsSync(compiler)) {
    if (existsSync(at(target, 'src/server.js'))) return
    throw new Error(`TypeScript is not installed and there is no ${target}/: run npm ci without --omit=dev`)
  }
  const began = Date.now()
  // Without its memory tsc writes every file, so what it did not write has no source any more.
  const memory = at('node_modules/.cache/tsc', `${target}.tsbuildinfo`)
  rmSync(memory, { force: true })
  const options = ['-p', at('tsconfig.build.json'), '--outDir', at(target), '--tsBuildInfoFile', memory]
  execFileSync(process.execPath, [compiler, ...options], { stdio: 'inherit', cwd: root })
  removeOlder(at(target), began)
  if (!withFaults) removeFaultPoints(at(target))
  stampWith(stamp, began)
}

function removeOlder(folder, than) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) removeOlder(path, than)
    // One second of grace: some file systems keep coarse times.
    else if (statSync(path).mtimeMs < than - 1_000) rmSync(path)
  }
}

async function buildClient() {
  if (!existsSync(clientSources)) return
  const entryPoints = readdirSync(clientSources)
    .filter(name => name.endsWith('.ts') && !name.endsWith('.d.ts'))
    .map(name => join(clientSources, name))
  const folder = at('public/js')
  const stamp = join(folder, '.built')
  if (entryPoints.length === 0 || isCurrent(stamp, [clientSources, at('package.json')])) return
  if (!existsSync(at('node_modules/esbuild'))) {
    if (existsSync(folder)) return
    throw new Error('esbuild is not installed and there is no public/js/: run npm ci without --omit=dev')
  }
  const began = Date.now()
  const { build } = await import('esbuild')
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  await build({
    entryPoints,
    outdir: folder,
    bundle: true,
    format: 'esm',
    target: 'es2022',
    minify: true,
    sourcemap: 'linked',
    logLevel: 'warning',
  })
  stampWith(stamp, began)
}

try {
  if (!process.argv.includes('--server')) await buildClient()
  if (!process.argv.includes('--client')) buildServer()
} catch (error) {
  // tsc and esbuild have said what is wrong; anything else still needs saying.
  if (error.status === undefined && error.errors === undefined)
    console.error(`${basename(import.meta.url)}: ${error.message}`)
  process.exitCode = 1
}
