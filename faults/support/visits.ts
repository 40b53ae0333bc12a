import { createTokens } from '../../src/core/tokens.ts'
import type { RegistrationRow } from '../../src/features/registration/types.ts'
import type { Person } from '../../tests/factories/accounts.ts'
import type { Answer, Ask } from './http.ts'
import { secret, type Stage } from './stage.ts'
import type { Node } from './users.ts'

/** Somebody who is signed in; their session counts at every server. */
export interface Visitor {
  /** @throws Error when no answer came */
  ask(node: Node, what: Omit<Ask, 'cookie'>): Promise<Answer>
}

/** Signs somebody in by the form of the page. */
export async function signIn(stage: Stage, { email, password }: Person): Promise<Visitor> {
  const [server] = stage.servers
  const answer = server && (await stage.ask(server, { method: 'POST', path: '/cs/sign-in', form: { email, password } }))
  const cookie = answer?.headers['set-cookie']?.map(one => one.split(';')[0]).join('; ')
  if (answer?.status !== 303 || cookie === undefined) throw new Error(`${email} could not sign in: ${answer?.status}`)
  return {
    async ask(node, what) {
      const given = await stage.ask(node, { ...what, cookie })
      if (given === undefined) throw new Error(`no answer to ${what.path}`)
      return given
    },
  }
}

/** The path of the private page of a registration, as its mails carry it. */
export function privatePath({ reference, tokenVersion }: RegistrationRow): string {
  return `/cs/r/${createTokens(secret).issue('registration', reference, tokenVersion)}`
}
