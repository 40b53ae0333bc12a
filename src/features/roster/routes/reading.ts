import type { Request, Response } from 'express'
import { localeOf, translatorOf } from '../../../core/http/locale.ts'
import type { FrameContext } from '../../events/frame.ts'
import { parametersOf, readSelection, type Selection } from '../rules/selection.ts'

/** The language of an answer and its texts. */
export function contextOf(response: Response): FrameContext {
  return { t: translatorOf(response), locale: localeOf(response) }
}

/** What the address asks the table to show; what it does not know is ignored. */
export function selectionOf(request: Request): Selection {
  return readSelection(parametersOf(request.query))
}

/** A value, or the texts among several. */
export function listOf(value: unknown): string[] {
  const values: unknown[] = Array.isArray(value) ? value : [value]
  return values.filter(item => typeof item === 'string')
}
