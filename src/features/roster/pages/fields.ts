import { countryOptions } from '../../../core/countries.ts'
import { readText } from '../../../core/localised-text.ts'
import type { FrameContext } from '../../events/frame.ts'
import { attendances, type CategoryRow } from '../../registration/types/places.ts'
import { type RegistrationRow } from '../../registration/types.ts'

interface Option {
  readonly value: string
  readonly label: string
}

/** What stands before a message in the error summary. */
export function fieldLabels({ t }: FrameContext): Readonly<Record<string, string>> {
  const fields = ['titleBefore', 'givenName', 'familyName', 'titleAfter', 'email', 'organisation'] as const
  const others = ['country', 'locale', 'category', 'dietary', 'access', 'attendance'] as const
  const labels = [...fields, ...others].map(field => [field, t(`registration.fields.${field}`)])
  return { ...Object.fromEntries(labels), parts: t('registration.parts.title'), reason: t('roster.deeds.reason') }
}

/** The values of the form of a registration that is changed. */
export function personalValues(registration: RegistrationRow): Record<string, string> {
  const { titleBefore, givenName, familyName, titleAfter, email, organisation, country, locale } = registration
  return { titleBefore, givenName, familyName, titleAfter, email, organisation, country, locale }
}

/** The countries as options of a field. */
export function countriesFor({ locale }: FrameContext): readonly Option[] {
  return countryOptions(locale)
}

/** The categories as options of a field. */
export function categoryOptions(
  { locale }: FrameContext,
  categories: readonly Pick<CategoryRow, 'reference' | 'name'>[],
): Option[] {
  return categories.map(({ reference, name }) => ({ value: reference, label: readText(name, locale) }))
}

/** The ways of taking part in a hybrid event as options of a field. */
export function attendanceOptions({ t }: FrameContext): Option[] {
  return attendances.map(value => ({ value, label: t(`roster.attendance.${value}`) }))
}
