import { type APIRequestContext, expect } from '@playwright/test'

/** A line of the demo inbox. */
export interface InboxLine {
  readonly id: string
  readonly to: string
  readonly subject: string
  readonly kind: string
}

/** What is in the demo inbox, newest first. */
export async function inbox(request: APIRequestContext, to = '', kind = ''): Promise<InboxLine[]> {
  const answer = await request.get(`/demo/inbox.json?${new URLSearchParams({ to, kind, limit: '0' }).toString()}`)
  return (await answer.json()) as InboxLine[]
}

/** Waits for a mail of a kind to an address: mails are sent by a job, a moment later. */
export async function mailTo(request: APIRequestContext, to: string, kind: string): Promise<InboxLine> {
  let found: InboxLine | undefined
  await expect(async () => {
    found = (await inbox(request, to, kind))[0]
    expect(found, `${kind} to ${to}`).toBeDefined()
  }).toPass({ timeout: 15_000 })
  return found as InboxLine
}

/** The path of the private page that the newest mail of a kind leads to. */
export async function privatePath(request: APIRequestContext, to: string, kind: string): Promise<string> {
  return pathIn(request, to, kind, 'r')
}

/** The first path of a mail that leads below `…/cs/<folder>/`: `r`, `invitations`, `delegations`, `speaking`. */
export async function pathIn(
  request: APIRequestContext,
  to: string,
  kind: string,
  folder: 'r' | 'invitations' | 'delegations' | 'speaking',
): Promise<string> {
  const body = await mailBody(request, to, kind)
  const path = new RegExp(`https?://[^/"]+(/(?:cs|en)/${folder}/[\\w.~-]+)(?:/\\w+)?"`).exec(body)?.[1]
  expect(path, `a link to ${folder} in ${kind} to ${to}`).toBeDefined()
  return path ?? ''
}

/** The HTML of the newest mail of a kind to an address, with plain spaces. */
export async function mailBody(request: APIRequestContext, to: string, kind: string): Promise<string> {
  const { id } = await mailTo(request, to, kind)
  return (await (await request.get(`/demo/inbox/${id}/body`)).text()).replaceAll('\u{a0}', ' ')
}
