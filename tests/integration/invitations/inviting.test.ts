import { beforeEach, describe, expect, it } from '@jest/globals'
import { system } from '../../../src/core/actor.ts'
import type { EventRow } from '../../../src/features/events/types.ts'
import { remind, resendInvitation } from '../../../src/features/invitations/actions/follow-up.ts'
import { invite } from '../../../src/features/invitations/actions/invite.ts'
import type { CategoryRow } from '../../../src/features/registration/types/places.ts'
import { createOrganisation, createUser, grantRole } from '../../factories/accounts.ts'
import { createDraft, createPublished } from '../../factories/events.ts'
import { anInvited, createInvitation, invitationLink } from '../../factories/invitations.ts'
import { createCategory, createRegistration } from '../../factories/registration.ts'
import { useWorld } from '../../support/world.ts'

const world = useWorld()
const plain = (text: string) => text.replaceAll('\u00a0', ' ').replaceAll('\u2060', '')
const base = '/cs/organiser/events/pozvani/invitations'
let event: EventRow
let category: CategoryRow

beforeEach(async () => {
  const { organisation } = await world.people()
  event = await createPublished(world.db, { organisation, slug: 'pozvani' })
  category = await createCategory(world.db, event, { title: 'Hosté' })
})

const owner = async () => world.as((await world.people()).owner)
const get = async (part = '') => (await owner()).get(`${base}${part}`)
const post = async (part: string, fields: Record<string, string> = {}) =>
  (await owner()).post(`${base}${part}`).type('form').send(fields)

/** Sends the form of a list as browsers do, with a file when there is one. */
async function postList(fields: Record<string, string>, file?: { name: string; content: Buffer }) {
  const request = (await owner()).post(`${base}/new`)
  const usual: Record<string, string> = { category: '', locale: 'cs', list: '', step: 'check', agreed: '' }
  for (const [name, value] of Object.entries({ ...usual, ...fields })) request.field(name, value)
  return file === undefined ? request : request.attach('file', file.content, file.name)
}

/** Checks a list and sends it, as the button of the check does. */
async function sendList(fields: Record<string, string>) {
  const { text } = await postList(fields)
  return postList({ ...fields, step: 'send', agreed: agreedIn(text) })
}

const agreedIn = (text: string) => /name="agreed" value="([^"]+)"/.exec(text)?.[1] ?? ''

const list = [
  'Titul\tJméno\tPříjmení\tE-mail\tOrganizace\tZemě\tJazyk\tPoznámka',
  'Mgr.\tJana\tNováková\tjana@example.org\tICUK\tČesko\t\tVIP',
  '\tPeter\tMüller\tpeter@example.org\tCluster Sachsen\tDE\ten\t',
].join('\n')

describe('a list of people', () => {
  it('is tried first, and sends nothing before somebody agrees to the exact number', async () => {
    const tried = await postList({ list, 'message.cs': 'Přijeďte!' })
    expect(tried.status).toBe(200)
    expect(plain(tried.text)).toContain('Pozvánka odejde 2 lidem.')
    expect(plain(tried.text)).toContain('Nepoužité sloupce: Poznámka.')
    expect(await world.db('invitations')).toEqual([])
    const changed = list.replace('peter@', 'petra@')
    const agreed = agreedIn(tried.text)
    for (const wrong of [
      { list, agreed: '' },
      { list, agreed: agreed.replace(':2', ':3') },
      { list: changed, agreed },
    ])
      expect((await postList({ ...wrong, step: 'send' })).status).toBe(200)
    expect(await world.db('invitations')).toEqual([])
    const words = { 'message.cs': 'Přijeďte!', 'message.en': 'Do come!' }
    const sent = await sendList({ list, category: category.reference, ...words })
    expect([sent.status, sent.headers['location']]).toEqual([303, base])
    const rows = await world.db('invitations').orderBy('id')
    expect(rows).toEqual([
      expect.objectContaining({ email: 'jana@example.org', titleBefore: 'Mgr.', country: 'CZ', message: 'Přijeďte!' }),
      expect.objectContaining({ email: 'peter@example.org', locale: 'en', country: 'DE', message: 'Do come!' }),
    ])
    expect(rows.every(({ categoryId }) => categoryId === category.id)).toBe(true)
    expect(await world.db('mails').where({ kind: 'invitation' })).toHaveLength(2)
    expect(plain((await get()).text)).toContain('Pozvánky jsou na cestě.')
  })

  it('with one mistake sends nothing at all, and says where it is', async () => {
    const wrong = `${list}\n\tEva\t\teva(at)example.org\t=1+1\tAtlantida\t\t`
    for (const step of ['check', 'send']) {
      const answer = await postList({ list: wrong, step, agreed: 'x:2' })
      expect(answer.status).toBe(422)
      expect(plain(answer.text)).toContain('Řádek 4: chybí příjmení.')
      expect(plain(answer.text)).toContain('Řádek 4: tohle není e-mailová adresa.')
      expect(plain(answer.text)).toContain('Řádek 4: organizace vypadá jako vzorec.')
      expect(answer.text).toContain('eva(at)example.org')
    }
    expect(await world.db('invitations')).toEqual([])
    expect(await world.db('mails')).toEqual([])
  })

  it('passes over who is invited, registered or twice in it, and may come again', async () => {
    await createInvitation(world.db, event, 'JANA')
    await createRegistration(world.db, category, 'peter')
    const more = `${list}\n\tEva\tBílá\teva@example.org\t\t\t\t\n\tEva\tBílá\tEVA@example.org\t\t\t\t`
    const tried = plain((await postList({ list: more })).text)
    expect(tried).toContain('Pozvánka odejde 1 člověku.')
    expect(tried).toContain('Řádek 2: jana@example.org už pozvánku má.')
    expect(tried).toContain('Řádek 3: peter@example.org už má registraci.')
    expect(tried).toContain('Řádek 5: EVA@example.org je v seznamu dvakrát, pozveme jednou.')
    await sendList({ list: more })
    await sendList({ list: more })
    expect(await world.db('invitations').pluck('email')).toEqual(['JANA@example.org', 'eva@example.org'])
    expect(plain((await postList({ list: more })).text)).toContain('Pozvánka nikomu neodejde')
  })

  it('may be a file in the encoding of Czech Excel', async () => {
    const text = 'Jm\xe9no;P\xf8\xedjmen\xed;E-mail\r\nTom\xe1\x9a;\x8elu\x9dou\xe8k\xfd;tomas@example.org\r\n'
    const tried = await postList({}, { name: 'lidé.csv', content: Buffer.from(text, 'latin1') })
    expect(plain(tried.text)).toContain('Tomáš Žluťoučký')
    expect(tried.text).toContain('Tomáš\tŽluťoučký\ttomas@example.org')
  })

  it('that cannot be read is refused at its field, with what was typed', async () => {
    const png = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex')
    const files: [string, Buffer][] = [
      ['obrazek.csv', png],
      ['prazdny.csv', Buffer.from('E-mail\n')],
      ['bez-hlavicky.csv', Buffer.from('jana@example.org;Jana\npetr@example.org;Petr\n')],
      ['velky.csv', Buffer.alloc(6 * 1024 * 1024, 'a;b\n')],
    ]
    for (const [name, content] of files) {
      const answer = await postList({ 'message.cs': 'Zůstane tu.' }, { name, content })
      expect([name, answer.status]).toEqual([name, 422])
      expect(answer.text).toContain('id="file-error"')
      expect(answer.text).toContain('Zůstane tu.')
    }
    expect((await postList({})).status).toBe(422)
    expect((await postList({ list, category: 'CIZI' })).status).toBe(422)
  })

  it('takes five thousand people, and not one more', async () => {
    const lines = (count: number) =>
      [
        'Příjmení;E-mail',
        ...Array.from({ length: count }, (_, index) => `Host ${index};host${index}@example.org`),
      ].join('\n')
    const tooMany = await postList({ list: lines(5_001) })
    expect(tooMany.status).toBe(422)
    const tried = await postList({ list: lines(5_000) })
    expect(plain(tried.text)).toContain('Pozvánka odejde 5000 lidem.'.replace('5000', '5 000'))
    const sent = await sendList({ list: lines(5_000) })
    expect(sent.status).toBe(303)
    expect(await world.db('invitations').count('* as n').first()).toEqual({ n: 5_000 })
    expect(await world.db('mails').where({ kind: 'invitation' }).count('* as n').first()).toEqual({ n: 5_000 })
  }, 60_000)

  it('sent by two organisers at once invites each once', async () => {
    const people = Array.from({ length: 50 }, (_, index) => anInvited(`p${index}`))
    const send = () => invite(world.db, system, { event, people, categoryId: null, message: {} })
    const outcomes = await Promise.all([send(), send(), send()])
    const counts = outcomes.map(outcome => (outcome.kind === 'invited' ? outcome.count : 0))
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(50)
    expect(await world.db('mails').where({ kind: 'invitation' })).toHaveLength(50)
  })

  it('is not sent to a draft', async () => {
    const { organisation } = await world.people()
    const draft = await createDraft(world.db, { organisation, slug: 'navrh' })
    const outcome = await invite(world.db, system, {
      event: draft,
      people: [anInvited('x')],
      categoryId: null,
      message: {},
    })
    expect(outcome).toEqual({ kind: 'closed' })
  })
})

describe('the list of invitations', () => {
  it('counts and filters by answer, and searches without diacritics, with constant statements', async () => {
    await createInvitation(world.db, event, 'jana')
    const no = await createInvitation(world.db, event, 'petr', { givenName: 'Petr', familyName: 'Žďárský' })
    await get()
    const one = await world.queries(() => get())
    await world.agent().post(invitationLink(world.services, no)).type('form').send({ answer: 'no' })
    for (let index = 0; index < 10; index++) await createInvitation(world.db, event, `p${index}`)
    const many = await world.queries(() => get())
    expect(many.count).toBe(one.count)
    const text = plain(many.result.text.replaceAll('&nbsp;', ' ')).replace(/<[^>]+>/g, '')
    expect(text).toContain('Všichni 12')
    expect(text).toContain('Bez odpovědi 11')
    expect(text).toContain('Odmítnuto 1')
    const found = await get('?group=no&q=zdarsky')
    expect(found.text).toContain('Petr Žďárský')
    expect((await get('?group=yes&q=zdarsky')).text).not.toContain('Petr Žďárský')
    expect((await get('?group=no&q=%25')).text).not.toContain('Petr Žďárský')
    expect((await get('?group=x&page=0&q[]=a')).status).toBe(200)
  })

  it('reminds exactly those it counted, at most once a day', async () => {
    world.at('2027-02-02T10:00:00Z')
    await createInvitation(world.db, event, 'jana')
    await createInvitation(world.db, event, 'petr')
    expect(plain((await get('/remind')).text)).toContain('Teď není komu pozvánku připomenout')
    await world.db('invitations').update({ sentAt: new Date('2027-02-01T10:00:00Z') })
    expect(plain((await get('/remind')).text)).toContain('Připomenout pozvánku 2 lidem?')
    const changed = await post('/remind', { expected: '3' })
    expect(changed.status).toBe(409)
    expect(plain(changed.text)).toContain('Připomenout pozvánku 2 lidem?')
    expect((await post('/remind', {})).status).toBe(409)
    const both = await Promise.all([
      remind(world.db, system, { event, expected: 2 }),
      remind(world.db, system, { event, expected: 2 }),
    ])
    expect(both.map(({ kind }) => kind).toSorted()).toEqual(['count-changed', 'reminded'])
    expect(await world.db('mails').where({ kind: 'invitation-reminder' })).toHaveLength(2)
    world.at('2027-02-03T09:59:00Z')
    expect(await remind(world.db, system, { event, expected: 2 })).toEqual({ kind: 'count-changed', count: 0 })
    world.at('2027-02-03T10:00:00Z')
    expect(await remind(world.db, system, { event, expected: 2 })).toEqual({ kind: 'reminded', count: 2 })
    world.at('2027-10-03T10:00:00Z')
    expect(await remind(world.db, system, { event, expected: 2 })).toEqual({ kind: 'closed' })
  })

  it('sends one again, withdraws it, and invites the address anew', async () => {
    const jana = await createInvitation(world.db, event, 'jana')
    const part = `/${jana.reference}`
    expect((await post(`${part}/resend`)).status).toBe(303)
    await resendInvitation(world.db, system, { event, invitation: jana })
    expect(await world.db('mails').where({ kind: 'invitation' })).toHaveLength(2)
    expect((await get(`${part}/withdraw`)).text).toContain('Odvolat pozvánku: Jana')
    await post(`${part}/withdraw`)
    expect((await get(part)).text).toContain('Odvoláno')
    await post(`${part}/resend`)
    expect(await world.db('mails').where({ kind: 'invitation' })).toHaveLength(2)
    expect((await createInvitation(world.db, event, 'jana')).id).not.toBe(jana.id)
  })

  it('shows the private link to organisers and to nobody else', async () => {
    const jana = await createInvitation(world.db, event, 'jana')
    const { organisation, doorStaff, stranger } = await world.people()
    const viewer = await createUser(world.db, { name: 'Čtenář' })
    await grantRole(world.db, 'viewer', viewer, organisation)
    const link = invitationLink(world.services, jana)
    expect((await get(`/${jana.reference}`)).text).toContain(link)
    const reader = await world.as(viewer)
    expect((await reader.get(base)).status).toBe(200)
    const page = await reader.get(`${base}/${jana.reference}`)
    expect(page.status).toBe(200)
    expect(page.text).not.toContain('/invitations/' + link.split('/').at(-1))
    expect(page.text).not.toContain('resend')
    for (const part of ['/new', '/remind', `/${jana.reference}/withdraw`])
      expect((await reader.get(base + part)).status).toBe(403)
    expect((await (await world.as(doorStaff)).get(base)).status).toBe(403)
    expect((await (await world.as(stranger)).get(base)).status).toBe(404)
    expect((await world.agent().get(base)).status).toBe(303)
  })

  it('knows no invitation of another event', async () => {
    const other = await createOrganisation(world.db, { slug: 'jini', name: 'Jiní' })
    const foreign = await createPublished(world.db, { organisation: other, slug: 'cizi-akce' })
    const theirs = await createInvitation(world.db, foreign, 'jana')
    expect((await get(`/${theirs.reference}`)).status).toBe(404)
    expect((await post(`/${theirs.reference}/withdraw`)).status).toBe(404)
    expect(await world.db('invitations').first('withdrawnAt')).toEqual({ withdrawnAt: null })
  })
})
