import type { App } from './app.ts'

/** The cookie of somebody signed in; the demonstration's organiser unless said otherwise. */
export async function signIn(
  { url }: Pick<App, 'url'>,
  account: { readonly email: string; readonly password: string } = {
    email: 'organizator@example.org',
    password: 'pozvanka-demo',
  },
): Promise<string> {
  const answer = await fetch(`${url}/cs/sign-in`, {
    method: 'POST',
    headers: { 'Sec-Fetch-Site': 'same-origin' },
    redirect: 'manual',
    body: new URLSearchParams(account),
  })
  const cookies = answer.headers.getSetCookie().map(cookie => cookie.split(';')[0])
  if (cookies.length === 0) throw new Error(`${account.email} could not sign in: ${answer.status}`)
  return cookies.join('; ')
}
