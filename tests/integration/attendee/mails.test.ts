import { beforeEach, describe, expect, it } from '@jest/globals'
import { system } from '../../../src/core/actor.ts'
import { inTransaction } from '../../../src/core/database.ts'
import { queueMails } from '../../../src/features/mail/actions.ts'
import { declineRegistration } from '../../../src/features/registration/actions/decisions.ts'
import { mailAbout } from '../../../src/features/registration/actions/facts.ts'
import type { EventRow } from '../../../src/features/events/types.ts'
import { type CategoryRow } from '../../../src/features/registration/types/places.ts'
import {
  type RegistrationMailKind,
  registrationMailKinds,
  type RegistrationRow,
} from '../../../src/features/registration/types.ts'
import { createPublished } from '../../factories/events.ts'
import { createCategory, createRegistration, linkOf } from '../../factories/registration.ts'
import { createPart } from '../../factories/registration-depth.ts'
import { useWorld } from '../../support/world.ts'

const world = useWorld()
let event: EventRow
let category: CategoryRow

beforeEach(async () => {
  const { organisation } = await world.people()
  world.at('2027-06-01T08:00:00Z')
  event = await createPublished(world.db, { organisation })
  category = await createCategory(world.db, event, { capacity: 1 })
})

const plain = (text: string) => text.replaceAll('\u00a0', ' ').replaceAll('\u2060', '')

async function send(kind: RegistrationMailKind, registration: RegistrationRow, payload: Record<string, unknown> = {}) {
  await inTransaction(world.db, trx =>
    queueMails(trx, [mailAbout(kind, registration, event, { key: `test-${kind}`, payload })]),
  )
  await world.runJobs()
  const [row] = await world.db('mails').where({ registrationId: registration.id, kind }).orderBy('id', 'desc')
  if (row?.content === null || row === undefined) return undefined
  return { subject: plain(row.subject ?? ''), text: plain(row.content.text), html: plain(row.content.html) }
}

const comes = async (who: string, more = {}) => (await createRegistration(world.db, category, who, more)).registration

describe('a message of the organiser', () => {
  it('stands word for word, escaped, line by line; nothing of it becomes ours', async () => {
    const jana = await comes('jana')
    const subject = 'Parkování <b>u sálu</b>\r\nBcc: x@example.org'
    const text =
      'Dobrý den,\nparkujte <script>alert(1)</script> za halou.\n\n{title} \u0007 {0} – mapa: https://example.org/mapa'
    const mail = await send('registration-message', jana, { subject, text })
    expect(mail?.subject).toBe('Parkování <b>u sálu</b> Bcc: x@example.org: Clusters meet…')
    expect(mail?.html).toContain('parkujte &lt;script&gt;alert(1)&lt;/script&gt; za halou.')
    expect(mail?.html).not.toMatch(/<script|<b>|href="https:\/\/example\.org/)
    expect(mail?.text).toContain('Dobrý den,')
    expect(mail?.text).toContain('{title}')
    expect(mail?.text).toContain('Píše vám pořadatel akce')
    expect(mail?.text).toContain(linkOf(world.services, jana))
  })
})

describe('a mail', () => {
  it('tells why an application was declined, in the words of the organiser', async () => {
    const trip = await createCategory(world.db, event, { title: 'Studijní cesta', needsApproval: true })
    const { registration } = await createRegistration(world.db, trip, 'anna')
    await declineRegistration(world.db, system, { registration, reason: 'Přednost mají <členové> klastrů.' })
    await world.runJobs()
    const [row] = await world.db('mails').where({ registrationId: registration.id, kind: 'registration-declined' })
    expect(plain(row?.content?.text ?? '')).toMatch(/Důvod:\s+Přednost mají <členové> klastrů\./)
    expect(row?.content?.html).toContain('&lt;členové&gt;')
    expect(plain(row?.content?.text ?? '')).not.toContain('se na vás těší')
  })

  it('says that hosts look forward only to those who have a place, and shows the code of the ticket once', async () => {
    const jana = await comes('jana')
    const petr = await comes('petr')
    const confirmed = await send('registration-confirmed', jana)
    expect(confirmed?.text).toContain('se na vás těší')
    expect(confirmed?.text.match(/EVS1\./g)).toHaveLength(1)
    // Besides it stands in the card for mail programs, which nobody reads.
    expect(confirmed?.html.replace(/<script.*?<\/script>/s, '').match(/EVS1\./g)).toHaveLength(1)
    const waiting = await send('registration-waiting', petr)
    expect(waiting?.text).not.toContain('se na vás těší')
    expect(waiting?.text).not.toContain('EVS1.')
  })

  it('of any kind is written in both languages for whoever it may be for, with the parts on lines of their own', async () => {
    const part = await createPart(world.db, event, { title: 'Dílna klastrů' })
    const roomy = await createCategory(world.db, event, { title: 'Volná' })
    const kinds = registrationMailKinds.filter(kind => !kind.startsWith('event-'))
    for (const locale of ['cs', 'en'] as const) {
      const { registration } = await createRegistration(world.db, roomy, `jana-${locale}`, {
        locale,
        partIds: [part.id],
      })
      const payload = { to: 'new', subject: 'Zpráva', text: 'Text', promoted: [part.reference] }
      const written = new Map<string, string>()
      for (const kind of kinds) {
        const mail = await send(kind, registration, payload)
        if (mail) written.set(kind, mail.text)
      }
      expect([...written.keys()].toSorted()).toEqual(
        ['confirmed', 'exists', 'link', 'message', 'parts', 'promoted', 'replaced'].map(kind => `registration-${kind}`),
      )
      for (const [kind, text] of written) {
        if (kind !== 'registration-message') expect(text).toMatch(/1[25][.:]00–1[36][.:]00 · Dílna klastrů/)
      }
    }
  })

  it('goes to nobody but the present person of the registration', async () => {
    const jana = await comes('jana')
    expect(await send('registration-link', { ...jana, email: 'nekdo@example.org' })).toBeUndefined()
    expect(await send('registration-message', { ...jana, email: 'jiny@example.org' }, { text: 'x' })).toBeUndefined()
    const former = await send('registration-replaced', { ...jana, email: 'byvaly@example.org' }, { to: 'former' })
    expect(former?.text).toContain('Místo je předané.')
    expect(former?.text).not.toContain('/r/')
    expect(former?.html).not.toContain('/r/')
  })
})
