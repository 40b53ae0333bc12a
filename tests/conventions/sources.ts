import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'

/** The folder of the project. */
export const root = resolve(import.meta.dirname, '../..')

/** A file of the project; `path` is relative to the project, with slashes. */
export interface SourceFile {
  readonly path: string
  readonly text: string
}

/** Every file below the given folders (or the files themselves) whose name fits. */
export function filesIn(places: readonly string[], names: RegExp): SourceFile[] {
  return places
    .filter(place => existsSync(join(root, place)))
    .flatMap(place => (statSync(join(root, place)).isDirectory() ? below(place) : [place]))
    .filter(path => names.test(path))
    .sort()
    .map(path => ({ path, text: readFileSync(join(root, path), 'utf8') }))
}

function below(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .map(name => `${folder}/${name.replaceAll('\\', '/')}`)
    .filter(path => statSync(join(root, path)).isFile())
}

/** The names of the features. */
export function featureNames(): string[] {
  return readdirSync(join(root, 'src/features'), { withFileTypes: true })
    .filter(entry => entry.isDirectory())
    .map(entry => entry.name)
}

/** Where a pattern occurs outside comments, as `path:line`. */
export function occurrences({ path, text }: SourceFile, pattern: RegExp): string[] {
  return text
    .split('\n')
    .map((line, index) => ({ line, number: index + 1 }))
    .filter(({ line }) => !/^\s*(\/\/|\/?\*)/.test(line) && pattern.test(line))
    .map(({ number }) => `${path}:${number}`)
}
