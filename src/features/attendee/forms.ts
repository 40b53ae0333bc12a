import { z } from 'zod'
import { countryCodes } from '../../core/countries.ts'
import { line, oneOf, optionalLine, optionalText } from '../../core/http/forms.ts'
import { locales } from '../../core/localised-text.ts'
import { dietaryChoices, longest } from '../registration/types.ts'

/** What the person changes later. The address is not theirs to change by a link (SEC-32). */
export const changeForm = z.object({
  titleBefore: optionalLine(longest.title),
  givenName: line(longest.name),
  familyName: line(longest.name),
  titleAfter: optionalLine(longest.title),
  organisation: optionalLine(longest.organisation),
  country: oneOf(countryCodes, 'errors.country'),
  locale: oneOf(locales),
  dietary: oneOf(['', ...dietaryChoices]).default(''),
  access: optionalText(longest.access),
})

/** The consent that is withdrawn; taking part is given up by cancelling instead. */
export const consentForm = z.object({ purpose: oneOf(['newsletter']) })
