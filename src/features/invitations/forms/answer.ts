import { z } from 'zod'
import { countryCodes } from '../../../core/countries.ts'
import { checkbox, line, oneOf, optionalLine, optionalText, requiredCheckbox } from '../../../core/http/forms.ts'
import { locales } from '../../../core/localised-text.ts'
import { dietaryChoices, longest } from '../../registration/types.ts'

/** The yes of an invited person. The address is that of the invitation and is not asked. */
export const acceptForm = z.object({
  titleBefore: optionalLine(longest.title),
  givenName: line(longest.name),
  familyName: line(longest.name),
  titleAfter: optionalLine(longest.title),
  organisation: optionalLine(longest.organisation),
  country: oneOf(countryCodes, 'errors.country'),
  locale: oneOf(locales),
  category: optionalLine(16),
  dietary: oneOf(['', ...dietaryChoices]).default(''),
  access: optionalText(longest.access),
  participation: requiredCheckbox('errors.consent'),
  newsletter: checkbox(),
})

/** Which of the buttons was pressed. */
export const answerForm = z.object({ answer: z.enum(['yes', 'no', 'undo']).default('yes').catch('yes') })
