import { type ConfirmModel, type Head, page } from '../../../core/http/pages.ts'
import { urls } from '../../../core/http/urls.ts'
import { readText } from '../../../core/localised-text.ts'
import type { FrameContext } from '../../events/frame.ts'
import type { SignUpOfRegistration } from '../../registration/queries/sign-ups.ts'
import type { Own } from '../types.ts'
import { nameOfSignUp } from './sign-ups.ts'

/** A question before something is given up. */
export interface AskModel extends ConfirmModel {
  readonly danger: boolean
  readonly hidden?: Readonly<Record<string, string>> | undefined
}

export const askPage = page<AskModel>('attendee/ask')

type Asked = Omit<AskModel, 'head'>

/** The question before a registration is given up, in the words of what it is: a place, a rank, an application. */
export function askToCancel(context: FrameContext, own: Own, signUps: readonly SignUpOfRegistration[]): Asked {
  const { t, locale } = context
  const { event, registration, token } = own
  const values = { event: readText(event.title, locale) }
  const common = {
    action: urls.mineCancel(locale, token),
    danger: true,
    back: { href: urls.mine(locale, token), label: t('attendee.cancel.keep') },
  }
  const mail = t('attendee.cancel.mail')
  const parts = signUps.length > 0 ? [t('attendee.cancel.parts')] : []
  if (registration.status === 'waiting') {
    return {
      ...common,
      question: t('attendee.cancel.leaveQuestion', values),
      consequences: [t('attendee.cancel.position'), mail],
      submit: t('attendee.cancel.leaveSubmit'),
    }
  }
  if (registration.status === 'applied') {
    return {
      ...common,
      question: t('attendee.cancel.withdrawQuestion', values),
      consequences: [t('attendee.cancel.withdrawn'), mail],
      submit: t('attendee.cancel.withdrawSubmit'),
    }
  }
  return {
    ...common,
    question: t('attendee.cancel.question', values),
    consequences: [t('attendee.cancel.place'), ...parts, mail, t('attendee.cancel.again')],
    submit: t('attendee.cancel.submit'),
  }
}

/** The question before an offered place is left to the next: the place itself, or one in a part or an option. */
export function askToDecline(context: FrameContext, own: Own, signUp: SignUpOfRegistration | undefined): Asked {
  const { t, locale } = context
  const reference = signUp?.partReference ?? signUp?.optionReference ?? ''
  return {
    question: signUp
      ? t('attendee.offer.questionOf', { what: nameOfSignUp(context, signUp) })
      : t('attendee.offer.question'),
    consequences: [t('attendee.offer.gone'), t(signUp ? 'attendee.offer.keepRest' : 'attendee.offer.end')],
    action: urls.mineOffer(locale, own.token),
    submit: t('attendee.offer.submit'),
    danger: true,
    hidden: { answer: 'decline', ...(signUp && { reference }) },
    back: { href: urls.mine(locale, own.token), label: t('attendee.offer.keep') },
  }
}

/** What the former person of a place reads after handing it over. */
export interface ReplacedModel {
  readonly head: Head
  readonly title: string
  readonly text: string
  readonly eventHref: string
}

export const replacedPage = page<ReplacedModel>('attendee/replaced')
