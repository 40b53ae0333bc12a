import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { parseArgs } from 'node:util'
import { system } from '../src/core/actor.ts'
import { isLocale } from '../src/core/localised-text.ts'
import { translator } from '../src/core/messages.ts'
import { findEventBySlug } from '../src/features/events/queries.ts'
import { importSchedule } from '../src/features/interchange/actions/import.ts'
import { readSchedule } from '../src/features/interchange/formats/read.ts'
import { planLines, refusalSentence, type Speech } from '../src/features/interchange/pages/sentences.ts'
import { findImportMatter } from '../src/features/interchange/queries/matter.ts'
import { planImport } from '../src/features/interchange/rules/plan.ts'
import type { ImportPlan, ScheduleDocument } from '../src/features/interchange/types.ts'
import type { Services } from '../src/services.ts'
import { withServices } from './support/command.ts'

const usage = `The programme of an event out of a file: frab XML (schedule.xml) or c3voc JSON (schedule.json).

  npm run import -- schedule.xml --event slug             shows what would change, writes nothing
  npm run import -- schedule.xml --event slug --confirm   does it; the public sees it with the next release

  --all        lists every session, not only the first ones
  --locale cs  says it in Czech`

/** Lines of one kind that are shown unless all are asked for. */
const linesShown = 25

interface Request {
  readonly file: string
  readonly event: string
  readonly confirm: boolean
  readonly all: boolean
  readonly speech: Speech
}

class Refused extends Error {}

function readRequest(): Request {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      event: { type: 'string', default: '' },
      confirm: { type: 'boolean', default: false },
      all: { type: 'boolean', default: false },
      locale: { type: 'string', default: 'en' },
    },
  })
  const [file] = positionals
  const { event, confirm, all, locale } = values
  if (file === undefined || positionals.length > 1 || event === '') throw new Refused(usage)
  if (!isLocale(locale)) throw new Refused('--locale is cs or en')
  return { file, event, confirm, all, speech: { t: translator(locale), locale } }
}

async function readDocument({ file, speech }: Request): Promise<ScheduleDocument> {
  const found = await stat(file).catch(() => undefined)
  if (!found?.isFile()) throw new Refused(`There is no file ${file}.`)
  const reading = await readSchedule(createReadStream(file))
  if (reading.kind === 'refused') throw new Refused(refusalSentence(reading.refusal, speech))
  return reading.document
}

function show(document: ScheduleDocument, plan: ImportPlan, { speech, all }: Request): void {
  const { sessions, rooms, tracks, people } = plan.counts
  const holds = speech.t('interchange.plan.document', { sessions, rooms, tracks, people })
  console.log(`${document.title || document.source}: ${holds}\n`)
  for (const { title, lines } of planLines(plan, speech)) {
    console.log(`${title} (${lines.length})`)
    for (const line of all ? lines : lines.slice(0, linesShown)) console.log(`  ${line}`)
    const more = lines.length - linesShown
    if (!all && more > 0) console.log(`  ${speech.t('interchange.plan.more', { count: more })}`)
    console.log('')
  }
}

async function perform({ db }: Services, request: Request, document: ScheduleDocument): Promise<void> {
  const event = await findEventBySlug(db, request.event)
  if (!event) throw new Refused(`There is no event ${request.event}.`)
  const started = performance.now()
  if (!request.confirm) {
    const { draft, base } = await findImportMatter(db, event.id, document)
    const plan = planImport(draft, document, { base })
    show(document, plan, request)
    if (!plan.isEmpty) console.log('Nothing was written. Add --confirm to do it.')
    return
  }
  const outcome = await importSchedule(db, system, { event, document, fileName: basename(request.file) })
  if (outcome.kind !== 'imported' && outcome.kind !== 'nothing') throw new Error(`import: ${outcome.kind}`)
  show(document, outcome.plan, request)
  const seconds = ((performance.now() - started) / 1000).toFixed(1)
  if (outcome.kind === 'imported') console.log(`Imported in ${seconds} s. Release the agenda for the public to see it.`)
}

async function main(): Promise<void> {
  const request = readRequest()
  // Read first: a file that is refused needs no database.
  const document = await readDocument(request)
  await withServices(services => perform(services, request, document).catch(tell))
}

function tell(error: unknown): void {
  console.error(error instanceof Refused ? error.message : error)
  process.exitCode = 1
}

main().catch(tell)
