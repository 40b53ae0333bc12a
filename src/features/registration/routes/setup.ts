import type { Request, Response } from 'express'
import { type FieldProblem, type FormModel, refusedForm, type Typed } from '../../../core/http/forms.ts'
import { localeOf, translatorOf } from '../../../core/http/locale.ts'
import type { Head } from '../../../core/http/pages.ts'
import { userOf } from '../../accounts/guards.ts'
import { type FrameContext, organiserEventHead } from '../../events/frame.ts'
import { eventOf } from '../../events/guards.ts'

/** What the pages of the setup share. */
export function contextOf(response: Response): FrameContext {
  return { t: translatorOf(response), locale: localeOf(response) }
}

/** The head of a page of the setup. */
export function headOf(request: Request, response: Response, title: string): Head {
  const frame = { title, current: 'registrations' } as const
  return organiserEventHead(contextOf(response), eventOf(request), userOf(request), frame)
}

/** The sentence after something was saved: whether somebody who waited has a place now. */
export function savedMessage(promoted: number): string {
  return promoted === 0 ? 'core.saved' : 'capacity.flash.promoted'
}

/** A form that was refused, as it was read or as an action answered. */
export interface Refused {
  readonly typed: Typed
  readonly problems: readonly FieldProblem[]
}

/** The form as it was typed, with what is wrong, and the status that says so. */
export function refusal(response: Response, action: string, { typed, problems }: Refused): FormModel {
  response.status(422)
  return refusedForm(translatorOf(response), action, typed, problems)
}

/** The capacity cannot fall below what is taken. */
export function belowTaken(typed: Typed, taken: number, field = 'capacity'): Refused {
  return { typed, problems: [{ field, message: 'errors.capacityBelowTaken', values: { taken } }] }
}
