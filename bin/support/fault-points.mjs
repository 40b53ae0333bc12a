// Takes the fault points (src/core/fault-points.ts) out of what tsc wrote: the product has none.
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const call = /^[ \t]*await faultPoint\('[a-z.-]+'\);[ \t]*$/gm
const importing = /^import \{ faultPoint \} from '[\w./-]*\/fault-points\.js';[ \t]*$/gm

/**
 * The text of a built file without its fault points; lines stay where they are, so that source maps stay true.
 * @throws Error when something of them is left: a call that is no line of its own
 */
export function withoutFaultPoints(path, text) {
  if (!text.includes('faultPoint')) return text
  const without = text.replace(call, '').replace(importing, '')
  const left = without.split('\n').find(line => line.includes('faultPoint') && !line.startsWith('//# sourceMapping'))
  if (left !== undefined) throw new Error(`${path}: a fault point must be a line of its own: ${left.trim()}`)
  return without
}

/** Takes the fault points out of every file of a build. */
export function removeFaultPoints(folder) {
  for (const name of ['fault-points.js', 'fault-points.js.map']) rmSync(join(folder, 'src/core', name), { force: true })
  for (const name of readdirSync(join(folder, 'src'), { recursive: true })) {
    if (!name.endsWith('.js')) continue
    const path = join(folder, 'src', name)
    const text = readFileSync(path, 'utf8')
    const without = withoutFaultPoints(name, text)
    if (without !== text) writeFileSync(path, without)
  }
}
