/**
 * Checks every EJS template against the model its first line declares:
 *   <%# @model RegistrationFormModel from features/registration/pages %>
 *   <%# @model { title: string, rows: readonly VenueRow[] } from features/venues/pages %>
 * and against the rules of safe markup. Each template becomes a TypeScript function with the same line numbers, and
 * tsc reads them all at once. Prints every problem; exit code 1 when there is one.
 */
import { join, resolve } from 'node:path'
import { checkViews } from './views/check.ts'

const root = resolve(import.meta.dirname, '..')
const places = { views: join(root, 'views'), src: join(root, 'src') }
const problems = checkViews(places, join(root, 'node_modules/.cache/views'))
for (const { file, line, message } of problems) console.error(`views/${file}:${line}  ${message}`)
process.exitCode = problems.length > 0 ? 1 : 0
