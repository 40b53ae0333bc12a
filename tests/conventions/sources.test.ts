import { describe, expect, it } from '@jest/globals'
import { featureNames, filesIn, occurrences, type SourceFile } from './sources.ts'

/** What may not stand in a file, unless its path is excepted. The samples prove that the pattern bites. */
interface Ban {
  readonly what: string
  readonly pattern: RegExp
  readonly files: () => SourceFile[]
  readonly except: RegExp
  readonly caught: readonly string[]
  readonly passed: readonly string[]
}

const sources = () => filesIn(['src', 'seeds'], /\.ts$/)
// This file holds the samples.
const tests = () =>
  filesIn(['tests', 'bench', 'faults'], /\.ts$/).filter(({ path }) => !path.endsWith('/sources.test.ts'))

const bans: readonly Ban[] = [
  {
    what: 'the environment, outside config.ts',
    pattern: /\bprocess\.env\b/,
    files: sources,
    // The fault points are in no build that people run.
    except: /^src\/(config|core\/fault-points)\.ts$/,
    caught: ['const port = process.env.PORT', "process.env['PORT']"],
    passed: ['// process.env is read elsewhere', 'process.environment'],
  },
  {
    what: 'the clock of the machine, outside core/time',
    pattern: /\bnew Date\(|\bDate\.(now|parse|UTC)\(|\bIntl\.DateTimeFormat\b|\.toLocale(Date|Time)?String\(/,
    files: sources,
    // Waiting for a server process is no business of the product's clock, which tests may stop; nor is a reader's browser.
    except: /^src\/(client\/|core\/(time\/|time\.ts|embedded-postgres))/,
    caught: ['const at = new Date()', 'new Date(0)', 'Date.now()', "at.toLocaleString('cs')"],
    passed: ['const at: Date = now()', 'instantFromMillis(0)', ' * Date.now() is not used'],
  },
  {
    what: 'printing, outside the command line',
    pattern: /\bconsole\.\w+\(/,
    files: sources,
    except: /^src\/(server|worker)\.ts$|^src\/client\//,
    caught: ['console.log(1)', 'console.error(error)'],
    passed: ['log.info({}, "console")'],
  },
  {
    what: 'an escape from the types',
    pattern: /@ts-(ignore|nocheck|expect-error)|\bas (any|never)\b|: any\b|<any>/,
    files: () => [...sources(), ...filesIn(['bin', 'migrations'], /\.ts$/), ...tests()],
    except: /^$/,
    caught: ['const a = b as any', 'function f(x: any) {}', 'f(x as never)', 'const a = 1 // @ts-ignore'],
    passed: ['const any = 1', 'type Never = never'],
  },
  {
    what: 'mocked modules and tests that do not run',
    pattern:
      /\bjest\.(unstable_)?(mock|mockModule|doMock)\(|(?<!\? \w+ : )\b(it|test|describe)\.(skip|only|todo|fixme)\b|\b[xf](it|describe)\(/,
    files: tests,
    except: /^$/,
    caught: ["jest.mock('x')", "it.only('a')", "test.skip('b')", "xit('c')", "describe.skip('d')"],
    // What a machine cannot do may be left out, if the line says when.
    passed: ["(isRoot ? it : it.skip)('e', () => {})", "it('skips')", 'jest.fn()', 'exit(1)', 'process.exit(1)'],
  },
]

describe.each(bans)('$what', ({ pattern, files, except, caught, passed }) => {
  it('is nowhere', () => {
    const found = files()
      .filter(({ path }) => !except.test(path))
      .flatMap(file => occurrences(file, pattern))
    expect(found).toEqual([])
  })

  it('would be found', () => {
    const found = (line: string) => occurrences({ path: 'src/planted.ts', text: line }, pattern)
    expect(caught.filter(line => found(line).length === 0)).toEqual([])
    expect(passed.filter(line => found(line).length > 0)).toEqual([])
  })
})

const mostLines = 250

function tooLong({ path, text }: SourceFile): string[] {
  const lines = text.trimEnd().split('\n').length
  return lines > mostLines ? [`${path}: ${lines} lines`] : []
}

describe('the length of files', () => {
  it(`is at most ${mostLines} lines`, () => {
    expect(filesIn(['src', 'views', 'bin'], /\.(ts|mjs|ejs)$/).flatMap(tooLong)).toEqual([])
  })

  it('would be found', () => {
    expect(tooLong({ path: 'src/long.ts', text: 'a\n'.repeat(mostLines + 1) })).toEqual(['src/long.ts: 251 lines'])
    expect(tooLong({ path: 'src/short.ts', text: 'a\n'.repeat(mostLines) })).toEqual([])
  })
})

const whole = 'types|tables|rules|permissions|queries|actions|forms|pages|mails|jobs|guards|frame'
const anatomy = new RegExp(
  `^src/features/[a-z-]+/(README\\.md|(${whole})\\.ts|(types|rules|formats|queries|actions|forms|pages|mails|routes(/(public|organiser|api))?)/[a-z0-9-]+\\.ts)$`,
)
const drawer = /(^|[/-])(utils?|helpers?|common|managers?|services?|misc|index)\.ts$/

function misnamed(path: string): boolean {
  return (path.startsWith('src/features/') && !anatomy.test(path)) || (drawer.test(path) && path !== 'src/services.ts')
}

describe('the names of files', () => {
  it('are those of the anatomy of a feature', () => {
    const paths = filesIn(['src'], /./).map(({ path }) => path)
    expect(paths.filter(misnamed)).toEqual([])
  })

  it('would be found', () => {
    const wrong = [
      'venues/service.ts',
      'venues/utils.ts',
      'venues/routes.ts',
      'venues/queries/find/one.ts',
      'venues/a.md',
    ]
    const right = ['venues/README.md', 'venues/queries.ts', 'venues/actions/add-room.ts', 'venues/routes/organiser.ts']
    const inFeatures = (name: string) => misnamed(`src/features/${name}`)
    expect(wrong.filter(inFeatures)).toEqual(wrong)
    expect(right.filter(inFeatures)).toEqual([])
    expect(misnamed('src/core/helpers.ts')).toBe(true)
  })
})

function withoutReadme(features: readonly string[], paths: readonly string[]): string[] {
  return features.filter(feature => !paths.includes(`src/features/${feature}/README.md`))
}

describe('every feature', () => {
  it('has a README.md', () => {
    const readmes = filesIn(['src/features'], /README\.md$/).map(({ path }) => path)
    expect(withoutReadme(featureNames(), readmes)).toEqual([])
  })

  it('without one would be found', () => {
    expect(withoutReadme(['venues', 'mail'], ['src/features/mail/README.md'])).toEqual(['venues'])
  })
})
