import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { withoutFaultPoints } from '../../../bin/support/fault-points.mjs'
import { projectRoot } from '../../../src/core/root.ts'
import { filesIn } from '../../conventions/sources.ts'
import { buildOnce } from '../../support/built.ts'

const built = [
  `import { faultPoint } from '../../../core/fault-points.js';`,
  'export async function book(trx) {',
  `    await faultPoint('booking.written');`,
  '    return 1;',
  '}',
  '//# sourceMappingURL=book.js.map',
].join('\n')

describe('the fault points', () => {
  it('are taken out of a built file, and its lines stay where they are', () => {
    const without = withoutFaultPoints('book.js', built)
    expect(without).not.toContain('aultPoint')
    expect(without.split('\n').map(line => line !== '')).toEqual([false, true, false, true, true, true])
  })

  it('stop the build where something of them would stay', () => {
    const hidden = built.replace('return 1;', `if (trx) await faultPoint('x');`)
    expect(() => withoutFaultPoints('book.js', hidden)).toThrow('book.js: a fault point must be a line of its own')
  })

  it('are lines of their own with literal names, each name once, and there are some', () => {
    const calls = filesIn(['src'], /\.ts$/)
      .filter(({ path }) => !path.endsWith('core/fault-points.ts'))
      .flatMap(({ text }) => text.split('\n').filter(line => line.includes('faultPoint(')))
    const names = calls.map(line => /^ *await faultPoint\('([a-z]+\.[a-z-]+)'\)$/.exec(line)?.[1] ?? line)
    expect(names.filter(name => name.includes('('))).toEqual([])
    expect(new Set(names).size).toBe(names.length)
    expect(names).toContain('booking.written')
  })

  it('are not in the build that people run', async () => {
    await buildOnce()
    const files = readdirSync(join(projectRoot, 'dist/src'), { recursive: true, encoding: 'utf8' })
    const texts = files
      .filter(name => name.endsWith('.js'))
      .map(name => readFileSync(join(projectRoot, 'dist/src', name), 'utf8'))
    expect(texts.length).toBeGreaterThan(100)
    expect(texts.filter(text => /faultPoint|fault-points|FAULT_FILE/.test(text))).toEqual([])
    expect(existsSync(join(projectRoot, 'dist/src/core/fault-points.js'))).toBe(false)
  }, 120_000)
})
