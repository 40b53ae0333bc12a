import { type Request, type Response, Router } from 'express'
import { NotFound } from '../../../../core/errors.ts'
import { flash, takeFlash } from '../../../../core/http/flash.ts'
import { type FieldProblem, type FormModel, freshForm, readForm, refusedForm } from '../../../../core/http/forms.ts'
import { localeOf, translatorOf } from '../../../../core/http/locale.ts'
import { render } from '../../../../core/http/pages.ts'
import { redirect, urls } from '../../../../core/http/urls.ts'
import { createThrottle } from '../../../../core/throttle.ts'
import type { Services } from '../../../../services.ts'
import { changePassword } from '../../actions/passwords.ts'
import { editUser, signOutElsewhere } from '../../actions/users.ts'
import { accountForm, passwordChangeForm, passwordProblems } from '../../forms.ts'
import { organiserHead } from '../../frame.ts'
import { actorOf, signedIn, userOf } from '../../guards.ts'
import { accountPage, languageChoices } from '../../pages.ts'
import { findUser } from '../../queries.ts'

/** One's own account: name, language, password, other sessions. */
export function accountPageRoutes({ db, config }: Services): Router {
  const guesses = createThrottle(db, { name: 'password-change', attempts: 5, seconds: 900, isOff: !config.rateLimits })
  const routes = Router()
  routes.get('/organiser/account', signedIn, show)
  routes.post('/organiser/account', signedIn, save)
  routes.post('/organiser/account/password', signedIn, savePassword)
  routes.post('/organiser/account/sessions', signedIn, endOthers)
  return routes

  function show(request: Request, response: Response): void {
    draw(request, response, {})
  }

  async function save(request: Request, response: Response): Promise<void> {
    const reading = readForm(accountForm, request.body)
    if (!reading.ok) {
      const action = urls.account(localeOf(response))
      const details = refusedForm(translatorOf(response), action, reading.typed, reading.problems)
      return draw(request, response.status(422), { details })
    }
    await editUser(db, actorOf(request), { userId: userOf(request).id, changes: reading.value })
    flash(request, 'core.saved')
    redirect(response, urls.account(localeOf(response)))
  }

  async function savePassword(request: Request, response: Response): Promise<void> {
    const { id, email } = userOf(request)
    const reading = readForm(passwordChangeForm, request.body)
    if (!reading.ok) return refusePassword(request, response, reading.problems)
    const problems = passwordProblems(reading.value.password, email)
    if (problems.length > 0) return refusePassword(request, response, problems)
    if (!(await guesses.take(String(id)))) {
      return refusePassword(request, response, [{ field: 'present', message: 'errors.tooOften' }], 429)
    }
    const user = await findUser(db, id)
    if (user === undefined) throw new NotFound()
    const change = { user, ...reading.value, sessionId: request.sessionID }
    const outcome = await changePassword(db, actorOf(request), change)
    if (outcome.kind === 'wrong-password') {
      return refusePassword(request, response, [{ field: 'present', message: 'errors.passwordWrong' }])
    }
    await guesses.reset(String(id))
    flash(request, 'accounts.account.passwordChanged')
    redirect(response, urls.account(localeOf(response)))
  }

  async function endOthers(request: Request, response: Response): Promise<void> {
    await signOutElsewhere(db, actorOf(request), { userId: userOf(request).id, sessionId: request.sessionID })
    flash(request, 'accounts.account.signedOutElsewhere')
    redirect(response, urls.account(localeOf(response)))
  }

  function refusePassword(
    request: Request,
    response: Response,
    problems: readonly FieldProblem[],
    status: 422 | 429 = 422,
  ): void {
    const action = `${urls.account(localeOf(response))}/password`
    const password = refusedForm(translatorOf(response), action, { values: {}, lists: {} }, problems)
    draw(request, response.status(status), { password })
  }

  function draw(
    request: Request,
    response: Response,
    { details, password }: { details?: FormModel; password?: FormModel },
  ): void {
    const context = { t: translatorOf(response), locale: localeOf(response) }
    const user = userOf(request)
    const path = urls.account(context.locale)
    const flashed = takeFlash(request)
    render(response, accountPage, {
      head: organiserHead(context, user, { title: context.t('accounts.account.title'), current: 'account' }),
      flash: flashed === undefined ? undefined : context.t(flashed),
      email: user.email,
      details: details ?? freshForm(path, { name: user.name, locale: user.locale }),
      languages: languageChoices(context),
      password: password ?? freshForm(`${path}/password`),
      elsewhereAction: `${path}/sessions`,
    })
  }
}
