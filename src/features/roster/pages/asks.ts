import type { ConfirmModel } from '../../../core/http/pages.ts'
import { readText } from '../../../core/localised-text.ts'
import type { FrameContext } from '../../events/frame.ts'
import type { EventRow } from '../../events/types.ts'
import { printedName } from '../../registration/queries/names.ts'
import type { SignUpOfRegistration } from '../../registration/queries/sign-ups.ts'
import { attendances, type CategoryWithQuota } from '../../registration/types/places.ts'
import { type RegistrationInEvent } from '../../registration/types.ts'
import type { DeedField, DeedModel } from './deeds.ts'
import { fieldLabels } from './fields.ts'
import { oneHref } from './query.ts'

/** What the page of a deed says, without its head and form. */
export type AskModel = Omit<DeedModel, 'head' | 'form' | 'backHref' | 'backLabel'>
/** Says what a deed to somebody is and what follows. */
export type Ask = (context: FrameContext, event: EventRow, registration: RegistrationInEvent) => AskModel

/** The question before a registration is cancelled. */
export function cancelling(
  { t, locale }: FrameContext,
  event: EventRow,
  registration: RegistrationInEvent,
): Omit<ConfirmModel, 'head'> {
  return {
    question: t('roster.confirm.cancel.question', { name: printedName(registration) }),
    consequences: [t('roster.confirm.cancel.mail'), t('roster.confirm.cancel.place')],
    action: oneHref(locale, event, registration, '/cancel'),
    submit: t('roster.one.cancel'),
    back: { href: oneHref(locale, event, registration), label: t('core.back') },
  }
}

type Asked = 'decline' | 'promote' | 'move' | 'category' | 'attendance' | 'promotePlace'

function ask(
  context: FrameContext,
  deed: Asked,
  fields: readonly DeedField[],
  values: Readonly<Record<string, string>>,
): AskModel {
  const { t } = context
  return {
    title: t(`roster.deeds.${deed}.title`, values),
    consequences: (['first', 'second'] as const).map(which => t(`roster.deeds.${deed}.${which}`, values)),
    fields,
    labels: { ...fieldLabels(context), position: t('roster.deeds.position') },
    submit: t(`roster.deeds.${deed}.submit`),
    danger: deed === 'decline',
  }
}

function reason({ t }: FrameContext, deed: Asked, optional: boolean): DeedField {
  const hint = deed === 'decline' ? t('roster.deeds.reasonTold') : t('roster.deeds.reasonKept')
  return { kind: 'text', name: 'reason', label: t('roster.deeds.reason'), hint, optional }
}

/** Declining an application; the reason goes to the applicant. */
export const declining: Ask = (context, _event, registration) =>
  ask(context, 'decline', [reason(context, 'decline', true)], { name: printedName(registration) })

/** Giving a place out of the order that everybody relies on. */
export const promoting: Ask = (context, _event, registration) =>
  ask(context, 'promote', [reason(context, 'promote', false)], { name: printedName(registration) })

/** Moving somebody to another rank of the queue. */
export const moving: Ask = (context, _event, registration) => {
  const { t } = context
  const position = {
    label: t('roster.deeds.position'),
    hint: t('roster.deeds.positionHint', { position: registration.position }),
  }
  const fields = [{ kind: 'number', name: 'position', ...position } as const, reason(context, 'move', false)]
  return ask(context, 'move', fields, { name: printedName(registration) })
}

/** Putting somebody into another category. */
export function categorising(
  context: FrameContext,
  _event: EventRow,
  registration: RegistrationInEvent,
  categories: readonly CategoryWithQuota[],
): AskModel {
  const { t, locale } = context
  const options = categories.map(({ reference, name, capacity, taken }) => {
    const label = readText(name, locale)
    const left = capacity === null ? undefined : capacity - taken
    return {
      value: reference,
      label: left === undefined ? label : t('roster.deeds.categoryWithPlaces', { label, left }),
    }
  })
  const field = { kind: 'choice', name: 'category', label: t('registration.fields.category'), options } as const
  return ask(context, 'category', [field], { name: printedName(registration) })
}

/** Changing how somebody comes to a hybrid event. */
export const attending: Ask = (context, _event, registration) => {
  const { t } = context
  const options = attendances.map(value => ({ value, label: t(`roster.attendance.${value}`) }))
  const field = { kind: 'choice', name: 'attendance', label: t('roster.columns.attendance'), options } as const
  return ask(context, 'attendance', [field], { name: printedName(registration) })
}

/** Giving a place in a part or an option out of order. */
export function promotingPlace(
  context: FrameContext,
  registration: RegistrationInEvent,
  place: SignUpOfRegistration,
): AskModel {
  const what = readText(place.title, context.locale)
  const values = { name: printedName(registration), what }
  return ask(context, 'promotePlace', [reason(context, 'promotePlace', false)], values)
}
