import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { projectRoot } from '../../src/core/root.ts'

const read = (file: string) => readFileSync(join(projectRoot, file), 'utf8')
const known = new Set([...read('.env.example').matchAll(/^([A-Z_]+)=/gm)].map(([, name]) => name))
/** Of the image of PostgreSQL, not ours. */
const others = /^POSTGRES_/

describe('what deploys the application', () => {
  it.each(['compose.yaml', 'deploy/kubernetes.yaml'])('%s sets only what .env.example explains', file => {
    const named = [...read(file).matchAll(/^ +([A-Z][A-Z_]+): /gm)].map(([, name = '']) => name)
    expect(named.length).toBeGreaterThan(5)
    expect(named.filter(name => !known.has(name) && !others.test(name))).toEqual([])
  })

  it('starts files that the build makes', () => {
    const started = ['Dockerfile', 'compose.yaml', 'deploy/kubernetes.yaml'].flatMap(file =>
      [...read(file).matchAll(/dist\/(src\/\w+)\.js/g)].map(([, path = '']) => `${path}.ts`),
    )
    expect(started.length).toBeGreaterThan(2)
    for (const path of started) expect(read(path)).toContain('runProcess(')
  })
})
