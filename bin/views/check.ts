import { spawnSync } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { templateProblems } from './rules.ts'
import type { Problem } from './template.ts'
import { generatedPath, type Places, templateOf, toTypeScript, UnreadableTemplate } from './typescript.ts'

const root = resolve(import.meta.dirname, '../..')

/** All problems of the templates below `places.views`; `cache` is a folder inside the project for generated files. */
export function checkViews(places: Places, cache: string): Problem[] {
  const templates = readdirSync(places.views, { recursive: true, encoding: 'utf8' }).filter(name =>
    name.endsWith('.ejs'),
  )
  rmSync(cache, { recursive: true, force: true })
  const problems = templates.flatMap(file => templateProblems(file, readFileSync(join(places.views, file), 'utf8')))
  const written = templates.filter(template => {
    const failure = writeTypeScript(places, cache, template)
    if (failure !== undefined && !problems.some(known => known.file === template && known.line === 1)) {
      problems.push({ file: template, line: 1, message: failure })
    }
    return failure === undefined
  })
  if (written.length > 0) problems.push(...compilerProblems(cache, written))
  return problems.sort((a, b) => a.file.localeCompare(b.file) || a.line - b.line)
}

function writeTypeScript(places: Places, cache: string, template: string): string | undefined {
  try {
    const code = toTypeScript(places, template)
    const file = generatedPath(cache, template)
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, code)
    return undefined
  } catch (error) {
    if (error instanceof UnreadableTemplate) return error.message
    throw error
  }
}

function compilerProblems(cache: string, templates: readonly string[]): Problem[] {
  const project = {
    extends: join(root, 'tsconfig.json'),
    compilerOptions: { noUnusedLocals: false, noUnusedParameters: false, incremental: false, tsBuildInfoFile: null },
    files: templates.map(template => generatedPath(cache, template)),
    include: [],
  }
  const file = join(cache, 'tsconfig.json')
  writeFileSync(file, JSON.stringify(project))
  const compiler = join(root, 'node_modules/typescript/bin/tsc')
  const { stdout, status } = spawnSync(process.execPath, [compiler, '--noEmit', '--pretty', 'false', '-p', file], {
    cwd: cache,
    encoding: 'utf8',
    maxBuffer: 64 * 2 ** 20,
  })
  const problems = readDiagnostics(cache, stdout)
  // Errors in the sources are the business of `npm run check:types`, but a compiler that cannot start is ours.
  if (status !== 0 && !/\(\d+,\d+\): error/.test(stdout)) throw new Error(`tsc failed:\n${stdout}`)
  return problems
}

function readDiagnostics(cache: string, output: string): Problem[] {
  const problems: Problem[] = []
  let last: { file: string; line: number; message: string } | undefined
  for (const text of output.split('\n')) {
    const found = /^(?<file>.+?)\((?<line>\d+),\d+\): error (?<message>TS\d+: .*)$/.exec(text)?.groups
    if (found !== undefined) {
      const template = templateOf(cache, resolve(cache, found['file'] ?? ''))
      if (template === undefined) last = undefined
      else problems.push((last = { file: template, line: Number(found['line']), message: found['message'] ?? '' }))
    } else if (last !== undefined && text.startsWith('  ')) {
      last.message += `\n  ${text}`
    }
  }
  return problems
}
