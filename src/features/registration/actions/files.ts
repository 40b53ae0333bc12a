import type { Database, Transaction } from '../../../core/database.ts'
import { addMinutes, now } from '../../../core/time.ts'
import { derivedReference } from '../../../core/tokens.ts'
import { cleanFileName, recogniseFile } from '../../files/rules/kinds.ts'
import { fieldName, keptFieldName } from '../../questions/rules/kinds.ts'
import type { AnswerProblem, Question } from '../../questions/types.ts'
import { findKeptFiles, sizeOfUnattached } from '../queries/files.ts'
import type { AnswerFileRow } from '../types.ts'
import '../tables.ts'

/** A file as it came with a form. */
export interface SentFile {
  readonly name: string
  readonly content: Buffer
}

/** What came with a form that asks for files. */
export interface SentFiles {
  readonly eventId: number
  /** Whose form it is: the address or reference of the person. The same file of the same sender is kept once. */
  readonly sender: string
  /** Registration whose files may stay; undefined: there is none yet. */
  readonly registrationId?: number | undefined
  readonly questions: readonly Question[]
  /** Values of the form, for the references of files that came before. */
  readonly values: Readonly<Record<string, string>>
  /** The file of a field of the form. */
  readonly sent: (field: string) => SentFile | undefined
}

/** Files by the reference of their question: `files` for `readAnswers`, `kept` for drawing the form again. */
export interface ReceivedFiles {
  readonly files: ReadonlyMap<string, string>
  readonly kept: ReadonlyMap<string, { readonly reference: string; readonly name: string }>
  readonly problems: readonly AnswerProblem[]
}

/** Bytes that forms not accepted yet may hold at one event: an upload is no free store. */
const mostUnattached = 1_024 * 1_024 * 1_024

/**
 * Keeps the files that came with a form, and finds those that came with it before, until the form is accepted
 * (`saveAnswers` hands them over) or a day has passed. Files that are none of the kinds we take are complaints at their
 * fields. The number of statements does not depend on how many there are.
 */
export async function receiveFiles(db: Database | Transaction, form: SentFiles): Promise<ReceivedFiles> {
  const questions = form.questions.filter(({ kind, archivedAt }) => kind === 'file' && archivedAt === null)
  if (questions.length === 0) return { files: new Map(), kept: new Map(), problems: [] }
  const problems: AnswerProblem[] = []
  const fresh: FreshFile[] = []
  for (const question of questions) {
    const file = form.sent(fieldName(question))
    if (file === undefined || file.content.length === 0) continue
    const contentType = recogniseFile(file.name, file.content)
    if (contentType === undefined) problems.push({ field: fieldName(question), message: 'errors.fileKind' })
    else fresh.push(freshFile(form, question, file, contentType))
  }
  if (fresh.length > 0 && (await sizeOfUnattached(db, form.eventId)) > mostUnattached) {
    problems.push(...fresh.map(({ field }) => ({ field, message: 'errors.uploadsBusy' })))
    return { files: new Map(), kept: new Map(), problems }
  }
  await insertFiles(db, fresh)
  return { ...(await known(db, form, questions, fresh)), problems }
}

type FreshFile = Pick<
  AnswerFileRow,
  'eventId' | 'questionId' | 'reference' | 'fileName' | 'contentType' | 'size' | 'content'
> & { readonly field: string }

function freshFile({ eventId, sender }: SentFiles, question: Question, file: SentFile, contentType: string): FreshFile {
  const { name, content } = file
  return {
    eventId,
    questionId: question.id,
    // Out of what it is and who sent it, so that a form sent twice is the same form.
    reference: derivedReference(24, question.reference, sender.toLowerCase(), content),
    fileName: cleanFileName(name),
    contentType,
    size: content.length,
    content,
    field: fieldName(question),
  }
}

async function insertFiles(db: Database | Transaction, fresh: readonly FreshFile[]): Promise<void> {
  if (fresh.length === 0) return
  await db('answerFiles')
    .insert(fresh.map(({ field: _, ...file }) => file))
    .onConflict('reference')
    .ignore()
}

/** The new files, and where none came, those named by the form that still may be. */
async function known(
  db: Database | Transaction,
  { eventId, registrationId, values }: SentFiles,
  questions: readonly Question[],
  fresh: readonly FreshFile[],
): Promise<Pick<ReceivedFiles, 'files' | 'kept'>> {
  const named = questions.map(question => values[keptFieldName(question)] ?? '').filter(reference => reference !== '')
  const before = named.length === 0 ? [] : await findKeptFiles(db, { eventId, registrationId, references: named })
  const files = new Map<string, string>()
  const kept = new Map<string, { reference: string; name: string }>()
  for (const question of questions) {
    const isNamed = values[keptFieldName(question)]
    const file =
      fresh.find(({ questionId }) => questionId === question.id) ??
      before.find(({ questionId, reference }) => questionId === question.id && reference === isNamed)
    if (file === undefined) continue
    files.set(question.reference, file.reference)
    kept.set(question.reference, { reference: file.reference, name: file.fileName })
  }
  return { files, kept }
}

/** Hours for which a file without a registration is kept: a form that is mended tomorrow asks for it again. */
const unattachedHours = 24

/** Deletes files whose form was never accepted. May run any number of times. */
export async function dropAbandonedFiles(db: Database): Promise<number> {
  const before = addMinutes(now(), -unattachedHours * 60)
  return db('answerFiles').whereNull('registrationId').where('createdAt', '<', before).delete()
}
