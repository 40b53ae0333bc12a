import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'

const root = resolve(import.meta.dirname, '../..')

/** Each file breaks the rules named beside it; those without a name break none. */
const planted: Readonly<Record<string, { code: string; breaks: readonly string[] }>> = {
  'core/database.ts': { code: `import 'pg'`, breaks: [] },
  'core/time.ts': { code: `import '../features/events/types.ts'`, breaks: ['core-knows-no-feature'] },
  'core/money.ts': { code: `import type { Knex } from 'knex'`, breaks: ['only-in-knex'] },
  'features/venues/types.ts': { code: `import type { Request } from 'express'`, breaks: ['anatomy-types', 'http'] },
  'features/venues/queries.ts': { code: `import './actions.ts'`, breaks: ['anatomy-queries'] },
  'features/venues/actions.ts': { code: `import type { Event } from '../events/types.ts'`, breaks: ['order-venues'] },
  'features/venues/jobs.ts': { code: `import './actions.ts'`, breaks: [] },
  'features/events/types.ts': { code: `import type { Venue } from '../venues/types.ts'`, breaks: [] },
  'features/events/rules.ts': { code: `import '../../core/database.ts'`, breaks: ['anatomy-rules'] },
  'features/events/pages.ts': {
    code: `import '../venues/pages.ts'`,
    breaks: ['feature-doors'],
  },
  'features/events/forms.ts': { code: `import '../venues/rules.ts'`, breaks: [] },
  'features/events/guards.ts': { code: `import 'express'`, breaks: [] },
  'features/events/queries.ts': { code: `import '../venues/frame.ts'`, breaks: ['frame-for'] },
  'features/venues/frame.ts': { code: `import './types.ts'`, breaks: [] },
  'features/events/actions/publish.ts': { code: `import '../guards.ts'`, breaks: ['guards-for', 'anatomy-actions'] },
  'features/venues/rules.ts': { code: `import './types.ts'`, breaks: [] },
  'features/venues/routes/public.ts': { code: `import 'express'\nimport '../pages.ts'`, breaks: [] },
  'features/venues/pages.ts': { code: `import './routes/public.ts'`, breaks: ['anatomy-pages'] },
  'features/events/routes/public.ts': { code: `import '../../venues/actions.ts'`, breaks: [] },
  'features/things/types.ts': { code: `import './rules.ts'`, breaks: ['unordered-feature', 'anatomy-types'] },
  'features/things/rules.ts': { code: `import './nothing.ts'`, breaks: ['not-resolvable'] },
}

interface Violation {
  readonly from: string
  readonly rule: { readonly name: string }
}

describe('the import rules', () => {
  let folder: string
  let violations: readonly Violation[]

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'pozvanka-imports-'))
    symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'))
    symlinkSync(join(root, 'package.json'), join(folder, 'package.json'))
    for (const [file, { code }] of Object.entries(planted)) {
      mkdirSync(dirname(join(folder, 'src', file)), { recursive: true })
      writeFileSync(join(folder, 'src', file), `${code}\n`)
    }
    const program = join(root, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs')
    const config = join(root, '.dependency-cruiser.cjs')
    const { stdout } = spawnSync(process.execPath, [program, '--config', config, '-T', 'json', 'src'], {
      cwd: folder,
      encoding: 'utf8',
    })
    violations = (JSON.parse(stdout) as { summary: { violations: Violation[] } }).summary.violations
  })

  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  it.each(Object.entries(planted))('judge %s', (file, { breaks }) => {
    const names = violations.filter(violation => violation.from === `src/${file}`).map(({ rule }) => rule.name)
    expect(breaks.filter(expected => !names.some(name => name.startsWith(expected)))).toEqual([])
    if (breaks.length === 0) expect(names).toEqual([])
  })

  it('know every feature', () => {
    const order = /const features = \[([^\]]*)\]/.exec(readFileSync(join(root, '.dependency-cruiser.cjs'), 'utf8'))?.[1]
    for (const feature of readdirSync(join(root, 'src/features'))) expect(order).toContain(`'${feature}'`)
  })
})
