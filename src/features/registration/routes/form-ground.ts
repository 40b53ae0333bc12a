import type { Request, Response } from 'express'
import { type FormModel, freshForm, refusedForm } from '../../../core/http/forms.ts'
import { localeOf, translatorOf } from '../../../core/http/locale.ts'
import { urls } from '../../../core/http/urls.ts'
import { listNames, readText } from '../../../core/localised-text.ts'
import { networkOf, type Throttle } from '../../../core/throttle.ts'
import type { Services } from '../../../services.ts'
import { publicEventOf } from '../../events/guards.ts'
import type { EventRow } from '../../events/types.ts'
import { listQuestions } from '../../questions/queries.ts'
import type { Question } from '../../questions/types.ts'
import type { CodeModel, ParentLink } from '../pages/public.ts'
import { type CodeForForm, findCodeForForm } from '../queries/codes.ts'
import { findOffer } from '../queries/offers.ts'
import { findSurroundings, type Surroundings } from '../queries/surroundings.ts'
import { withPlacesKept } from '../rules/opened.ts'
import type { EventOffer } from '../types/offers.ts'

/** What the code that came with a request does; `none` when there was none, `too-many` when too many were tried. */
export type CodeState = CodeForForm | { readonly kind: 'none' | 'too-many' }

/** All that the public form of an event stands on, at the moment of the request. */
export interface FormGround {
  readonly event: EventRow
  readonly offer: EventOffer
  readonly questions: readonly Question[]
  readonly typedCode: string
  readonly code: CodeState
  readonly surroundings: Surroundings
}

/**
 * Reads what the form stands on, in a number of queries that depends on nothing but whether there is a code.
 * @param typedCode as somebody typed it, or as it stood in their link
 */
export async function findGround(
  { db }: Services,
  codes: Throttle,
  request: Request,
  typedCode: string,
): Promise<FormGround> {
  const event = publicEventOf(request)
  const code = typedCode === '' ? { kind: 'none' as const } : await readCode(typedCode)
  const opened = 'categoryIds' in code ? code.categoryIds : []
  const offer = await findOffer(db, event, { opened })
  const questions = await listQuestions(db, event.id)
  const surroundings = await findSurroundings(db, event.id)
  const seen = code.kind === 'open' ? withPlacesKept(offer, code) : offer
  const parts = seen.parts.filter(({ part }) => part.cancelledAt === null)
  return { event, offer: { ...seen, parts }, questions, typedCode, code, surroundings }

  /** An honest try is given back: a whole hall comes from one address, each with a code of their own. */
  async function readCode(typed: string): Promise<CodeState> {
    const network = networkOf(request.ip ?? '')
    if (!(await codes.take(network))) return { kind: 'too-many' }
    const found = await findCodeForForm(db, event, typed)
    if (found.kind !== 'unknown') await codes.giveBack(network)
    return found
  }
}

const codeProblems = {
  unknown: 'errors.codeUnknown',
  'used-up': 'errors.codeUsedUp',
  'too-many': 'errors.codeTooMany',
} as const

/** What is wrong with the code, as a message at its field; undefined: nothing. */
export function codeProblem({ code }: FormGround): string | undefined {
  return code.kind === 'none' || code.kind === 'open' ? undefined : codeProblems[code.kind]
}

/** The form for a code; none where the event has no codes and nobody tried one. */
export function codeModel(response: Response, ground: FormGround): CodeModel | undefined {
  const { code, typedCode, surroundings, event } = ground
  if (!surroundings.hasCodes && code.kind === 'none') return undefined
  const action = urls.registration(localeOf(response), event.slug)
  return { form: codeForm(), opened: openedBy(response, ground) }

  function codeForm(): FormModel {
    const message = codeProblem(ground)
    if (message === undefined) return freshForm(action, { code: typedCode })
    const typed = { values: { code: typedCode }, lists: {} }
    return refusedForm(translatorOf(response), action, typed, [{ field: 'code', message }])
  }
}

function openedBy(response: Response, { code, offer }: FormGround): string | undefined {
  if (code.kind !== 'open') return undefined
  const t = translatorOf(response)
  const locale = localeOf(response)
  const opened = offer.categories.filter(({ category }) => code.categoryIds.includes(category.id))
  const categories = listNames(
    opened.map(({ category }) => readText(category.name, locale)),
    locale,
  )
  return t('registration.code.opened', { count: opened.length, categories })
}

/** The event in whose form one signs up for this one. */
export function parentLink(response: Response, { surroundings: { parent } }: FormGround): ParentLink | undefined {
  const locale = localeOf(response)
  return parent && { href: urls.registration(locale, parent.slug), title: readText(parent.title, locale) }
}

/** Whether the form is shown: somebody could get a place, or a place in the queue. */
export function isOpen({ offer }: FormGround): boolean {
  return offer.event.kind === 'open' || offer.event.kind === 'waiting-list'
}
