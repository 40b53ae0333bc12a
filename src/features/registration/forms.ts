import { countryCodes } from '../../core/countries.ts'
import { line, oneOf, optionalLine, optionalText } from '../../core/http/forms.ts'
import { locales } from '../../core/localised-text.ts'
import { dietaryChoices, longest } from './types.ts'

const country = () => oneOf(countryCodes, 'errors.country')

/** Who comes: the fields that registering, changing and adding by hand share. */
export const personal = {
  titleBefore: optionalLine(longest.title),
  givenName: line(longest.name),
  familyName: line(longest.name),
  titleAfter: optionalLine(longest.title),
  organisation: optionalLine(longest.organisation),
  country: country(),
  locale: oneOf(locales),
}

/** Diet and access, which are the person's own. */
export const needs = {
  dietary: oneOf(['', ...dietaryChoices]).default(''),
  access: optionalText(longest.access),
}
