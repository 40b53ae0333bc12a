// Runs every static check of the project, two at a time, and prints what failed. `npm run check -- views types` runs
// only those named. Exit code 1 when one fails.
import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { delimiter, dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..')
const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
const env = { ...process.env, PATH: `${join(root, 'node_modules/.bin')}${delimiter}${process.env.PATH}` }
const all = ['types', 'lint', 'views', 'imports', 'locales', 'schema']
const named = process.argv.slice(2)
const unknown = named.filter(name => !all.includes(name))
if (unknown.length > 0) {
  console.error(`unknown: ${unknown.join(', ')}; there are ${all.join(', ')}`)
  process.exit(1)
}

/** Runs one script of package.json without npm around it, which would cost half a second each. */
function run(name) {
  const began = performance.now()
  return new Promise(done => {
    const child = spawn(scripts[`check:${name}`], { cwd: root, env, shell: true, stdio: ['ignore', 'pipe', 'pipe'] })
    let output = ''
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', text => (output += text))
    child.once('error', error => (output += error.message))
    child.once('close', code => done({ name, ok: code === 0, output, seconds: (performance.now() - began) / 1_000 }))
  })
}

const waiting = named.length > 0 ? named : [...all]
let failed = 0
async function lane() {
  for (let name = waiting.shift(); name !== undefined; name = waiting.shift()) {
    const { ok, output, seconds } = await run(name)
    console.log(`${ok ? 'ok    ' : 'FAILED'}  ${name.padEnd(8)} ${seconds.toFixed(1)} s`)
    if (!ok) console.log(output.trimEnd().replace(/^/gm, '    '))
    if (!ok) failed += 1
  }
}
await Promise.all([lane(), lane()])
process.exitCode = failed > 0 ? 1 : 0
