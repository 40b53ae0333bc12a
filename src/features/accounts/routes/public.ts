import { type NextFunction, type Request, type Response, Router } from 'express'
import { Strategy } from 'passport-local'
import { inTransaction } from '../../../core/database.ts'
import { Gone } from '../../../core/errors.ts'
import {
  type FieldProblem,
  type FormModel,
  type FormReading,
  freshForm,
  readForm,
  refusedForm,
} from '../../../core/http/forms.ts'
import { anyone } from '../../../core/http/guards.ts'
import { param, queryText } from '../../../core/http/loaders.ts'
import { localeOf, translatorOf } from '../../../core/http/locale.ts'
import { type Head, render } from '../../../core/http/pages.ts'
import { cookieName } from '../../../core/http/sessions.ts'
import { isOwnPath, redirect, urls } from '../../../core/http/urls.ts'
import { enqueue } from '../../../core/jobs.ts'
import { createThrottle, networkOf } from '../../../core/throttle.ts'
import { now } from '../../../core/time.ts'
import { normaliseInput } from '../../../core/typography.ts'
import type { Services } from '../../../services.ts'
import { passwordResetReference, setPasswordByLink } from '../actions/passwords.ts'
import { signIn, signInThrottles } from '../actions/sign-in.ts'
import { newPasswordForm, passwordProblems, resetRequestForm, signInForm } from '../forms.ts'
import { isSignedIn, passportOf } from '../guards.ts'
import { passwordResetRequested } from '../jobs.ts'
import { newPasswordPage, resetRequestPage, resetSentPage, signInPage } from '../pages.ts'
import { findPasswordReset } from '../queries.ts'
import type { SignInOutcome } from '../types.ts'

/** Signing in and out, and setting a forgotten password. */
export function accountRoutes(services: Services): Router {
  const { db, config, tokens } = services
  const isOff = !config.rateLimits
  const throttles = signInThrottles(db, isOff)
  const perAddress = createThrottle(db, { name: 'reset-address', attempts: 3, seconds: 3_600, isOff })
  const perNetwork = createThrottle(db, { name: 'reset-network', attempts: 30, seconds: 3_600, isOff })
  const passport = passportOf(services)
  passport.use(localStrategy())

  const routes = Router()
  routes.get('/sign-in', anyone, showSignIn)
  routes.post('/sign-in', anyone, enter)
  routes.post('/sign-out', anyone, leave)
  routes.get('/password-reset', anyone, askForAddress)
  routes.post('/password-reset', anyone, requestReset)
  routes.get('/password-reset/sent', anyone, showSent)
  routes.get('/password-reset/:token', anyone, askForPassword)
  routes.post('/password-reset/:token', anyone, setPassword)
  return routes

  function localStrategy(): Strategy {
    return new Strategy({ usernameField: 'email', passReqToCallback: true }, (request, typed, password, done) => {
      const attempt = {
        email: normaliseInput(typed),
        password,
        address: request.ip ?? '',
        isProduction: config.environment === 'production',
      }
      signIn(db, throttles, attempt).then(
        outcome => done(null, outcome.kind === 'signed-in' ? outcome.user : false, { message: outcome.kind }),
        (error: unknown) => done(error),
      )
    })
  }

  function showSignIn(request: Request, response: Response): void {
    const locale = localeOf(response)
    if (isSignedIn(request)) return redirect(response, urls.organiserEvents(locale))
    const next = nextOf(queryText(request, 'next', 500))
    const isSet = queryText(request, 'notice') === 'password'
    const notice = isSet ? translatorOf(response)('accounts.signIn.passwordSet') : undefined
    drawSignIn(response, freshForm(urls.signIn(locale)), { next, notice })
  }

  function enter(request: Request, response: Response, next: NextFunction): void {
    const reading = readForm(signInForm, request.body)
    if (!reading.ok) return refuseSignIn(response.status(422), reading, reading.problems)
    // Passport calls back with what the strategy found; who is found gets a new session, never the one they came with.
    const found = (error: unknown, user: Express.User | false | null | undefined, info: unknown) => {
      if (error) return next(error)
      if (!user) return refuse(response, reading, outcomeOf(info))
      request.logIn(user, (failure: unknown) => {
        if (failure) return next(failure)
        request.session.signedInAt = now().getTime()
        redirect(response, nextOf(reading.typed.values['next'] ?? '') || urls.organiserEvents(localeOf(response)))
      })
    }
    passport.authenticate('local', found)(request, response, next)
  }

  function refuse(response: Response, reading: FormReading<unknown>, outcome: SignInOutcome['kind']): void {
    if (outcome !== 'throttled')
      return refuseSignIn(response.status(422), reading, [{ field: 'email', message: 'errors.password' }])
    response.set('Retry-After', '900')
    refuseSignIn(response.status(429), reading, [{ field: 'email', message: 'errors.tooOften' }])
  }

  function refuseSignIn(
    response: Response,
    { ok, typed }: FormReading<unknown>,
    problems: readonly FieldProblem[],
  ): void {
    const t = translatorOf(response)
    const kept = { ...typed, values: { email: typed.values['email'] ?? '' } }
    const form = refusedForm(t, urls.signIn(localeOf(response)), kept, problems)
    // A refused pair is about both fields, so the summary names neither.
    const labels = ok ? {} : { email: t('accounts.signIn.email'), password: t('accounts.signIn.password') }
    drawSignIn(response, form, { next: nextOf(typed.values['next'] ?? ''), labels })
  }

  function drawSignIn(
    response: Response,
    form: FormModel,
    { next, notice, labels = {} }: { next: string; notice?: string | undefined; labels?: Record<string, string> },
  ): void {
    const resetHref = urls.passwordReset(localeOf(response))
    const head = headOf(response, 'signIn')
    render(response, signInPage, { head, form, labels, notice, next, resetHref, isDemonstration: config.demo })
  }

  function leave(request: Request, response: Response, next: NextFunction): void {
    const isSecure = config.baseUrl.startsWith('https:')
    request.session.destroy((failure: unknown) => {
      if (failure) return next(failure)
      response.clearCookie(cookieName(isSecure), { path: '/', httpOnly: true, sameSite: 'lax', secure: isSecure })
      response.set('Clear-Site-Data', '"cache", "storage"')
      response.set('Cache-Control', 'no-store')
      redirect(response, urls.signIn(localeOf(response)))
    })
  }

  function askForAddress(_request: Request, response: Response): void {
    const locale = localeOf(response)
    const form = freshForm(urls.passwordReset(locale))
    render(response, resetRequestPage, {
      head: headOf(response, 'resetRequest'),
      form,
      signInHref: urls.signIn(locale),
    })
  }

  async function requestReset(request: Request, response: Response): Promise<void> {
    const locale = localeOf(response)
    const reading = readForm(resetRequestForm, request.body)
    if (!reading.ok) {
      const form = refusedForm(translatorOf(response), urls.passwordReset(locale), reading.typed, reading.problems)
      const head = headOf(response, 'resetRequest')
      return render(response.status(422), resetRequestPage, { head, form, signInHref: urls.signIn(locale) })
    }
    const { email } = reading.value
    const mayAsk = (await perNetwork.take(networkOf(request.ip ?? ''))) && (await perAddress.take(email.toLowerCase()))
    if (mayAsk) await inTransaction(db, trx => enqueue(trx, passwordResetRequested, { email }))
    redirect(response, `${urls.passwordReset(locale)}/sent`)
  }

  function showSent(_request: Request, response: Response): void {
    render(response, resetSentPage, {
      head: headOf(response, 'resetSent'),
      signInHref: urls.signIn(localeOf(response)),
    })
  }

  async function askForPassword(request: Request, response: Response): Promise<void> {
    const { email } = await resetOf(request)
    const form = freshForm(urls.newPassword(localeOf(response), param(request, 'token')))
    render(response, newPasswordPage, { head: headOf(response, 'newPassword'), form, email })
  }

  async function setPassword(request: Request, response: Response): Promise<void> {
    const locale = localeOf(response)
    const { email, reference } = await resetOf(request)
    const reading = readForm(newPasswordForm, request.body)
    const problems = reading.ok ? passwordProblems(reading.value.password, email) : reading.problems
    if (!reading.ok || problems.length > 0) {
      const action = urls.newPassword(locale, param(request, 'token'))
      const form = refusedForm(translatorOf(response), action, { values: {}, lists: {} }, problems)
      return render(response.status(422), newPasswordPage, { head: headOf(response, 'newPassword'), form, email })
    }
    const outcome = await setPasswordByLink(db, { reference, password: reading.value.password })
    if (outcome.kind === 'gone') throw new Gone()
    redirect(response, urls.signIn(locale, { notice: 'password' }))
  }

  async function resetOf(request: Request) {
    const reference = passwordResetReference(tokens, param(request, 'token'))
    const reset = reference === undefined ? undefined : await findPasswordReset(db, reference, now())
    if (reset === undefined) throw new Gone('the link was used, has expired, or was never ours')
    return reset
  }
}

/** A path of the organiser side to go on to, else ''. */
function nextOf(typed: string): string {
  return isOwnPath(typed) && /^\/(?:cs|en)\/organiser(?:\/|$)/.test(typed) ? typed : ''
}

function outcomeOf(info: unknown): SignInOutcome['kind'] {
  const isThrottled = info !== null && typeof info === 'object' && 'message' in info && info.message === 'throttled'
  return isThrottled ? 'throttled' : 'refused'
}

function headOf(response: Response, name: 'signIn' | 'resetRequest' | 'resetSent' | 'newPassword'): Head {
  return { title: translatorOf(response)(`accounts.${name}.title`), layout: 'plain', isPrivate: true }
}
