import { z } from 'zod'
import { countryCodes } from '../../core/countries.ts'
import { email, line, oneOf, optionalLine, optionalText } from '../../core/http/forms.ts'
import { locales } from '../../core/localised-text.ts'
import { invitationModes } from '../calendar/types/invitations.ts'
import { attendances } from '../registration/types/places.ts'
import { dietaryChoices, longest } from '../registration/types.ts'

const personal = {
  titleBefore: optionalLine(longest.title),
  givenName: line(longest.name),
  familyName: line(longest.name),
  titleAfter: optionalLine(longest.title),
  organisation: optionalLine(longest.organisation),
  country: oneOf(countryCodes, 'errors.country'),
  locale: oneOf(locales),
}

/** What the person changes later. The address is not theirs to change by a link (SEC-32). */
export const changeForm = z.object({
  ...personal,
  dietary: oneOf(['', ...dietaryChoices]).default(''),
  access: optionalText(longest.access),
})

/** Who takes over the place; what the former person said of diet and access is nobody else's. */
export const replaceForm = z.object({ ...personal, email: email() })

/** The consent that is withdrawn; taking part is given up by cancelling instead. */
export const consentForm = z.object({ purpose: oneOf(['newsletter']) })

/** What goes into the calendar by mail. */
export const invitationsForm = z.object({ mode: oneOf(invitationModes) })

/** The answer to an offer: of the part or option with this reference, without one of the place itself. */
export const offerForm = z.object({ answer: oneOf(['accept', 'decline']), reference: optionalLine(32) })

/** The list field of the parts somebody wants to take part in. */
export const partsField = 'parts'
export const partsForm = z.object({ parts: z.array(z.string().max(32, 'errors.unknownChoice')).max(200) })

/** A star given or taken back, or those that a browser kept (`kept`: references with spaces between). */
export const planForm = z.object({
  session: optionalLine(20),
  deed: oneOf(['star', 'unstar', 'keep']),
  kept: optionalText(8_000).transform(text => text.split(/\s+/)),
  day: optionalLine(10),
  show: oneOf(['', 'mine']).default(''),
})

export const attendanceForm = z.object({ attendance: oneOf(attendances) })
