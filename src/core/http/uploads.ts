import { Writable } from 'node:stream'
import type { Request, RequestHandler } from 'express'
import multer, { type StorageEngine } from 'multer'
import { normaliseLine } from '../typography.ts'
import type { FieldProblem } from './forms.ts'

/** A file field of a form. */
export interface UploadField {
  readonly name: string
  readonly maxBytes: number
}

/** A file as it came. Its type is what the browser claims; what it is only its bytes can say. */
export interface Uploaded {
  /** Without folders and control characters, at most 200 characters. */
  readonly name: string
  readonly contentType: string
  readonly content: Buffer
}

interface Received {
  readonly files: Map<string, Uploaded>
  readonly tooBig: Map<string, number>
}

const received = new WeakMap<Request, Received>()
const middlewares = new WeakSet<object>()

/** Whether a handler takes multipart forms; `refuseOtherTypes` lets them through only to such routes. */
export function takesUploads(handler: object): boolean {
  return middlewares.has(handler)
}

/** The file fields of a form, or how to find them for a request (the questions of an event). */
export type UploadFields = readonly UploadField[] | ((request: Request) => Promise<readonly UploadField[]>)

export interface UploadOptions {
  /** Of one text field; a pasted table needs more than the usual 256 kB. */
  readonly maxTextBytes?: number | undefined
  /** How many times a limit may be passed and still be answered at the field; what is beyond it ends as 413. */
  readonly slack?: number | undefined
}

/**
 * Takes a form with files (RFC 7578); stands after the guard of a route. Files are kept in memory for the request and
 * found with `uploaded`; other fields land in `request.body` as from an ordinary form, and an ordinary form passes
 * untouched. A file over its limit is left out and named by `uploadProblems`; what is far beyond every limit ends as 413.
 */
export function upload(
  fields: UploadFields,
  { maxTextBytes = 256 * 1024, slack = 4 }: UploadOptions = {},
): RequestHandler {
  const middleware: RequestHandler = async (request, response, next) => {
    if (!request.is('multipart/form-data')) return next()
    const known = typeof fields === 'function' ? await fields(request) : fields
    const total = known.reduce((sum, field) => sum + field.maxBytes * slack, maxTextBytes * slack)
    if (Number(request.get('content-length') ?? 0) > total) return next(refusal(413))
    received.set(request, { files: new Map(), tooBig: new Map() })
    receiver(known, maxTextBytes, slack)(request, response, (error?: unknown) => {
      if (error === undefined || error === null) return next()
      next(refusal(error instanceof multer.MulterError && error.code.startsWith('LIMIT_F') ? 413 : 400))
    })
  }
  middlewares.add(middleware)
  return middleware
}

function receiver(fields: readonly UploadField[], maxTextBytes: number, slack: number): RequestHandler {
  const largest = Math.max(1, ...fields.map(field => field.maxBytes))
  const limits = {
    fileSize: largest * slack,
    // A browser sends an empty part for a field where no file was chosen.
    files: fields.length + 1,
    fields: 500,
    parts: 500 + fields.length,
    fieldSize: maxTextBytes,
    fieldNameSize: 200,
    fieldNestingDepth: 0,
    headerPairs: 20,
  }
  const receive = multer({ storage: keeping(fields), defParamCharset: 'utf8', limits })
  return receive.fields(fields.map(field => ({ name: field.name, maxCount: 1 })))
}

function refusal(status: number): Error {
  return Object.assign(new Error('form with files refused'), { status })
}

/** The file of a field; undefined when none was chosen, or it was too big. */
export function uploaded(request: Request, name: string): Uploaded | undefined {
  return received.get(request)?.files.get(name)
}

/** What was wrong with the files: each over its limit, at its field. */
export function uploadProblems(request: Request): FieldProblem[] {
  const tooBig = received.get(request)?.tooBig ?? new Map<string, number>()
  return [...tooBig].map(([field, bytes]) => ({
    field,
    message: 'errors.fileTooBig',
    values: { max: Math.floor(bytes / (1024 * 1024)) },
  }))
}

/** Keeps each file in memory up to its own limit; what goes beyond is read and forgotten. */
function keeping(fields: readonly UploadField[]): StorageEngine {
  const limits = new Map(fields.map(field => [field.name, field.maxBytes]))
  return {
    _handleFile(request, file, done) {
      const limit = limits.get(file.fieldname) ?? 0
      const chunks: Buffer[] = []
      let size = 0
      const keeper = new Writable({
        write(chunk: Buffer, _encoding, next) {
          size += chunk.length
          if (size <= limit) chunks.push(chunk)
          else chunks.length = 0
          next()
        },
      })
      keeper.on('finish', () => {
        const kept = received.get(request)
        if (size > limit) kept?.tooBig.set(file.fieldname, limit)
        else kept?.files.set(file.fieldname, fileOf(file, Buffer.concat(chunks)))
        done(null, { size })
      })
      keeper.on('error', error => done(error))
      file.stream.pipe(keeper)
    },
    _removeFile(_request, _file, done) {
      done(null)
    },
  }
}

function fileOf(file: Express.Multer.File, content: Buffer): Uploaded {
  const name = normaliseLine(file.originalname.split(/[/\\]/).at(-1) ?? '').slice(0, 200)
  return { name: name || 'file', contentType: file.mimetype.slice(0, 100).toLowerCase(), content }
}
