import { z } from 'zod'
import { oneOf, optionalText } from '../../core/http/forms.ts'
import { type GivenFeedback, ratings } from './types.ts'

export const longestComment = 2_000

/** What a reader says of a session: a rating, a comment, or both. */
export const feedbackForm = z
  .object({
    rating: oneOf(['', '1', '2', '3', '4', '5']).default(''),
    comment: optionalText(longestComment),
  })
  .superRefine(({ rating, comment }, context) => {
    if (rating === '' && comment === '')
      context.addIssue({ code: 'custom', path: ['rating'], message: 'errors.feedbackEmpty' })
  })
  .transform(({ rating, comment }): GivenFeedback => {
    return { rating: ratings.find(one => String(one) === rating) ?? null, comment }
  })
