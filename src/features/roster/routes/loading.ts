import type { Request, RequestHandler, Response } from 'express'
import { flash } from '../../../core/http/flash.ts'
import { loading, param, slot } from '../../../core/http/loaders.ts'
import type { Head } from '../../../core/http/pages.ts'
import { redirect } from '../../../core/http/urls.ts'
import type { Services } from '../../../services.ts'
import { userOf } from '../../accounts/guards.ts'
import { organiserEventHead } from '../../events/frame.ts'
import { eventOf } from '../../events/guards.ts'
import { findRegistrationOfEvent } from '../../registration/queries/registrations.ts'
import type { RegistrationInEvent } from '../../registration/types.ts'
import { oneHref } from '../pages/query.ts'
import { contextOf } from './reading.ts'

const registrations = slot<RegistrationInEvent>('registration')

/** The path of one registration below `/{lang}`. */
export const onePath = '/organiser/events/:event/registrations/:registration'

/** Finds the registration of the path at the event of the path; put it after the guard. */
export function theRegistration({ db }: Services): RequestHandler {
  return loading(registrations, request =>
    findRegistrationOfEvent(db, eventOf(request).event.id, param(request, 'registration')),
  )
}

/** The registration that was found. */
export function registrationOf(request: Request): RegistrationInEvent {
  return registrations.get(request)
}

/** The address of the page of the registration, or of one below it. */
export function pathOf(request: Request, response: Response, part = ''): string {
  return oneHref(contextOf(response).locale, eventOf(request).event, registrationOf(request), part)
}

/** Back to the page of the registration, with a sentence. */
export function back(request: Request, response: Response, message: string): void {
  flash(request, message)
  redirect(response, pathOf(request, response))
}

/** The head of a page about a registration, or below the table. */
export function headOf(request: Request, response: Response, title: string, wide = false): Head {
  const frame = { title, current: 'registrations', wide } as const
  return organiserEventHead(contextOf(response), eventOf(request), userOf(request), frame)
}
