import { beforeEach, describe, expect, it } from '@jest/globals'
import { system } from '../../../src/core/actor.ts'
import { inTransaction } from '../../../src/core/database.ts'
import { cancelRegistration } from '../../../src/features/registration/actions/decisions.ts'
import { expireOffers } from '../../../src/features/registration/actions/expiry.ts'
import { cancelPart } from '../../../src/features/registration/actions/sign-ups.ts'
import { findDisagreements } from '../../../src/features/registration/queries/offers.ts'
import { listSignUps } from '../../../src/features/registration/queries/sign-ups.ts'
import type { EventRow } from '../../../src/features/events/types.ts'
import type { CategoryRow } from '../../../src/features/registration/types/places.ts'
import type { RegistrationRow } from '../../../src/features/registration/types.ts'
import { createDelegation } from '../../factories/delegations.ts'
import { createPublished } from '../../factories/events.ts'
import { createCategory, createRegistration, findByEmail, linkOf } from '../../factories/registration.ts'
import { changeSettings, createPart } from '../../factories/registration-depth.ts'
import { useWorld } from '../../support/world.ts'

const world = useWorld()
let event: EventRow
let category: CategoryRow

const opened = '2027-06-01T08:00:00Z'

beforeEach(async () => {
  const { organisation } = await world.people()
  world.at(opened)
  event = await createPublished(world.db, { organisation, mode: 'hybrid' })
  category = await createCategory(world.db, event, { capacity: 1 })
})

const plain = (text: string) => text.replaceAll('\u00a0', ' ').replaceAll('\u2060', '')
const get = async (path: string) => {
  const answer = await world.agent().get(path)
  return { status: answer.status, location: answer.headers['location'], text: plain(answer.text) }
}
const post = async (path: string, fields: Record<string, string | string[]> = {}) => {
  const answer = await world.agent().post(path).type('form').send(fields)
  return { status: answer.status, location: answer.headers['location'], text: plain(answer.text) }
}
const now = (who: string) => findByEmail(world.db, event.id, `${who}@example.org`)
const link = (registration: RegistrationRow) => linkOf(world.services, registration)
const comes = async (who: string, more = {}) => (await createRegistration(world.db, category, who, more)).registration

async function mailTo(who: string, kind: string) {
  await world.runJobs()
  const [row] = await world
    .db('mails')
    .where({ toAddress: `${who}@example.org`, kind })
    .orderBy('id', 'desc')
  if (row?.content === null || row === undefined) throw new Error(`no ${kind} to ${who}`)
  return {
    ...row,
    subject: plain(row.subject ?? ''),
    text: plain(row.content.text),
    html: row.content.html,
    files: row.content.attachments,
  }
}

describe('an address to be confirmed', () => {
  it('counts from the button on, not from a scanner that opens the link', async () => {
    await changeSettings(world.db, event, { confirmsAddress: true })
    const jana = await comes('jana')
    expect(jana.status).toBe('unconfirmed')
    const mail = await mailTo('jana', 'registration-address')
    expect(mail.subject).toBe('Potvrďte svou adresu: Clusters meet Regions Burgas')
    expect(mail.text).toContain(`Potvrdit adresu:\n${world.url}${link(jana)}`)
    expect(mail.text).not.toContain('se na vás těší')
    for (let time = 0; time < 3; time++) {
      expect((await get(link(jana))).text).toContain('Potvrďte svou adresu.')
      await world.agent().head(`${link(jana)}/confirm`)
    }
    expect((await now('jana')).status).toBe('unconfirmed')
    expect((await post(`${link(jana)}/confirm`)).location).toBe(`${link(jana)}?done=confirmed`)
    expect((await now('jana')).status).toBe('confirmed')
    expect((await mailTo('jana', 'registration-confirmed')).files).toHaveLength(2)
    expect((await post(`${link(jana)}/confirm`)).location).toBe(`${link(jana)}?done=notConfirmed`)
    expect((await get(`${link(jana)}?done=confirmed`)).text).toContain('Adresa je potvrzená.')
  })

  it('says so when the event filled up meanwhile', async () => {
    await changeSettings(world.db, event, { confirmsAddress: true })
    const strict = await createCategory(world.db, event, { title: 'Bez listiny', capacity: 1, hasWaitingList: false })
    const late = (await createRegistration(world.db, strict, 'pozde')).registration
    const quick = (await createRegistration(world.db, strict, 'rychle')).registration
    await post(`${link(quick)}/confirm`)
    const answer = await post(`${link(late)}/confirm`)
    expect((await get(answer.location ?? '')).text).toContain('mezitím se ale akce zaplnila')
  })
})

describe('an offered place', () => {
  async function offered(who = 'petr') {
    await changeSettings(world.db, event, { promotion: 'offer', offerHours: 24 })
    const jana = await comes('jana')
    const petr = await comes(who)
    await cancelRegistration(world.db, system, { registration: jana })
    return { jana, petr }
  }

  it('tells the deadline in the zone of the event, and is accepted', async () => {
    const { petr } = await offered()
    const mail = await mailTo('petr', 'registration-offered')
    expect(mail.subject).toContain('přijměte ho do 2. června 2027, 11.00')
    expect(mail.text).toContain('Sofie (UTC+3)')
    expect(mail.text).toContain(`${link(petr)}/offer`)
    expect(mail.files).toEqual([])
    const page = (await get(link(petr))).text
    expect(page).toContain('Uvolnilo se pro vás místo.')
    expect(page).toMatch(/Přijměte ho do 2\. června 2027, 11\.00, Sofie/)
    expect(page).not.toContain('EVS1.')
    expect((await post(`${link(petr)}/offer`, { answer: 'accept' })).location).toBe(`${link(petr)}?done=accepted`)
    expect((await now('petr')).status).toBe('confirmed')
    expect((await mailTo('petr', 'registration-promoted')).text).toContain('Nabídka z čekací listiny je přijatá.')
    expect((await post(`${link(petr)}/offer`, { answer: 'accept' })).location).toBe(`${link(petr)}?done=offerGone`)
  })

  it('is declined on a page that asks, and goes to the next', async () => {
    const { petr } = await offered()
    const next = await comes('dalsi')
    expect((await get(`${link(petr)}/offer`)).text).toContain('Opravdu odmítnout nabídnuté místo?')
    expect((await now('petr')).status).toBe('offered')
    expect((await post(`${link(petr)}/offer`, { answer: 'decline' })).location).toBe(`${link(petr)}?done=declined`)
    expect([(await now('petr')).status, (await now('dalsi')).status]).toEqual(['cancelled', 'offered'])
    expect((await mailTo('petr', 'registration-cancelled')).text).toContain('Nabídnuté místo dostal další')
    expect((await get(`${link(next)}/offer`)).status).toBe(200)
    expect((await get(`${link(petr)}/offer`)).location).toBe(`${link(petr)}?done=offerGone`)
    expect(await findDisagreements(world.db, event.id)).toEqual([])
  })

  it('falls to the next by itself, and the mail says so', async () => {
    const { petr } = await offered()
    world.at('2027-06-02T08:00:01Z')
    await expireOffers(world.db)
    expect((await mailTo('petr', 'registration-offer-expired')).text).toContain('Nikdo ji včas nepřijal')
    expect((await get(link(petr))).text).toContain('Nabídku místa nikdo včas nepřijal')
  })

  it('answers nothing that is no answer', async () => {
    const { petr } = await offered()
    for (const fields of [{}, { answer: 'maybe' }, { answer: 'accept', reference: 'NIKDE123' }]) {
      expect((await post(`${link(petr)}/offer`, fields)).location).toBe(`${link(petr)}?done=offerGone`)
    }
    expect((await now('petr')).status).toBe('offered')
  })
})

describe('the waiting list on the private page', () => {
  it('says how one gets a place, by how the organiser gives them', async () => {
    await comes('jana')
    const petr = await comes('petr')
    expect((await get(link(petr))).text).toContain('dostanete ho automaticky')
    await changeSettings(world.db, event, { promotion: 'offer', offerHours: 24 })
    expect((await get(link(petr))).text).toContain('Na přijetí budete mít 24 hodin.')
    await changeSettings(world.db, event, { waitingFrozenAt: (await now('petr')).createdAt })
    expect((await get(link(petr))).text).toContain('přiděluje už jen pořadatel')
    const mail = await mailTo('petr', 'registration-waiting')
    expect(mail.text).toContain('odejděte z čekací listiny')
    expect((await get(`${link(petr)}/cancel`)).text).toContain('Opravdu odejít z čekací listiny')
  })
})

describe('parts', () => {
  it('are shown with their state, changed within the deadline, told by mail line by line', async () => {
    const workshop = await createPart(world.db, event, { title: 'Dílna klastrů' })
    const dinner = await createPart(world.db, event, {
      title: 'Večeře',
      kind: 'meal',
      capacity: 1,
      from: '2027-09-15T16:00:00Z',
      to: '2027-09-15T19:00:00Z',
    })
    const roomy = await createCategory(world.db, event, { title: 'Volná' })
    await createRegistration(world.db, roomy, 'prvni', { partIds: [dinner.id] })
    const { registration: jana } = await createRegistration(world.db, roomy, 'jana', { partIds: [workshop.id] })
    const confirmed = await mailTo('jana', 'registration-confirmed')
    expect(confirmed.text).toMatch(/Středa 15\. září, 12\.00–13\.00 · Dílna klastrů · máte\s+místo/)
    expect((await get(link(jana))).text).toMatch(/Dílna klastrů[\s\S]*máte místo/)
    const form = await get(`${link(jana)}/parts`)
    expect(form.text).toContain(`value="${workshop.reference}" checked`)
    expect(form.text).toContain(`value="${dinner.reference}"`)
    const saved = await post(`${link(jana)}/parts`, { parts: [dinner.reference] })
    expect([saved.status, saved.location]).toEqual([303, `${link(jana)}?done=parts`])
    expect((await listSignUps(world.db, jana.id)).map(({ partId, status }) => [partId, status])).toEqual([
      [dinner.id, 'waiting'],
    ])
    expect((await get(link(jana))).text).toContain('čekací listina, 1. v pořadí')
    const told = await mailTo('jana', 'registration-parts')
    expect(told.text).toMatch(/Odhlášeno:\s+Středa 15\. září, 12\.00–13\.00 · Dílna klastrů/)
    expect(told.text).toMatch(/Čekací listina:\s+Středa 15\. září, 19\.00–22\.00 · Večeře/)
    await cancelRegistration(world.db, system, { registration: await now('prvni') })
    const promoted = await mailTo('jana', 'registration-parts')
    expect(promoted.subject).toBe('Uvolnilo se místo: Večeře · Clusters meet Regions Burgas')
    await inTransaction(world.db, trx => cancelPart(trx, system, { part: dinner }))
    expect((await mailTo('jana', 'registration-parts')).text).toMatch(
      /Nekoná se:\s+Středa 15\. září, 19\.00–22\.00 · Večeře/,
    )
    expect((await post(`${link(jana)}/parts`, { parts: [dinner.reference] })).status).toBe(422)
    expect((await post(`${link(jana)}/parts`, {})).location).toBe(`${link(jana)}?done=partsSaved`)
    expect(await findDisagreements(world.db, event.id)).toEqual([])
  })

  it('refuses a clash by name, a full one in words, and a strange one; nothing changes', async () => {
    const roomy = await createCategory(world.db, event, { title: 'Volná' })
    const other = await createCategory(world.db, event, { title: 'Jiná' })
    const one = await createPart(world.db, event, { title: 'První dílna' })
    const clashing = await createPart(world.db, event, {
      title: 'Druhá dílna',
      from: '2027-09-15T09:30:00Z',
      to: '2027-09-15T10:30:00Z',
    })
    const later = { from: '2027-09-16T09:00:00Z', to: '2027-09-16T10:00:00Z' }
    const full = await createPart(world.db, event, { title: 'Malá', capacity: 1, hasWaitingList: false, ...later })
    const foreign = await createPart(world.db, event, { title: 'Cizí', categoryIds: [other.id] })
    await createRegistration(world.db, roomy, 'prvni', { partIds: [full.id] })
    const { registration: jana } = await createRegistration(world.db, roomy, 'jana')
    const clash = await post(`${link(jana)}/parts`, { parts: [one.reference, clashing.reference] })
    expect(clash.status).toBe(422)
    expect(clash.text).toContain('„První dílna“ a „Druhá dílna“ jsou ve stejnou dobu.')
    expect(clash.text).toContain(`value="${one.reference}" checked`)
    const taken = await post(`${link(jana)}/parts`, { parts: [full.reference] })
    expect([taken.status, taken.text.includes('„Malá“ je mezitím obsazené.')]).toEqual([409, true])
    expect((await get(`${link(jana)}/parts`)).text).not.toContain('Cizí')
    for (const parts of [foreign.reference, 'NIKDE123', '<script>', 'x'.repeat(5_000)]) {
      const refused = await post(`${link(jana)}/parts`, { parts })
      expect(refused.status).toBe(422)
      expect(refused.text).not.toContain('<script>alert')
    }
    expect(await listSignUps(world.db, jana.id)).toEqual([])
  })

  it('can be neither joined nor left after the deadline; what is held stays when the rest changes', async () => {
    const roomy = await createCategory(world.db, event, { title: 'Volná' })
    const early = await createPart(world.db, event, { title: 'Brzká', closesAt: new Date('2027-07-01T00:00:00Z') })
    const late = await createPart(world.db, event, {
      title: 'Pozdní',
      from: '2027-09-16T09:00:00Z',
      to: '2027-09-16T10:00:00Z',
    })
    const { registration: jana } = await createRegistration(world.db, roomy, 'jana', { partIds: [early.id] })
    world.at('2027-07-02T00:00:00Z')
    const form = (await get(`${link(jana)}/parts`)).text
    expect(form).toContain('Tyto už měnit nejde')
    expect(form).not.toContain(early.reference)
    expect((await post(`${link(jana)}/parts`, { parts: [early.reference] })).status).toBe(422)
    await post(`${link(jana)}/parts`, { parts: [late.reference] })
    expect((await listSignUps(world.db, jana.id)).map(({ partId }) => partId)).toEqual([early.id, late.id])
    await changeSettings(world.db, event, { partsCloseAt: new Date('2027-07-01T00:00:00Z') })
    expect((await get(`${link(jana)}/parts`)).location).toBe(link(jana))
    expect((await post(`${link(jana)}/parts`, {})).location).toBe(link(jana))
    expect((await get(link(jana))).text).toContain('Měnit se už nedají.')
  })

  it('cannot be changed once the event is called off or over, a part without a time neither', async () => {
    const part = await createPart(world.db, event, { title: 'Bez času' })
    const jana = await comes('jana')
    const change = () => post(`${link(jana)}/parts`, { parts: [part.reference] })
    await world
      .db('events')
      .where({ id: event.id })
      .update({ cancelledAt: new Date(opened) })
    expect((await change()).location).toBe(link(jana))
    await world.db('events').where({ id: event.id }).update({ cancelledAt: null })
    world.at('2027-09-25T00:00:00Z')
    expect((await change()).location).toBe(link(jana))
    expect(await listSignUps(world.db, jana.id)).toEqual([])
  })

  it('offers a freed place with a deadline; accepted or declined beside the part', async () => {
    await changeSettings(world.db, event, { promotion: 'offer', offerHours: 24 })
    const roomy = await createCategory(world.db, event, { title: 'Volná' })
    const small = await createPart(world.db, event, { title: 'Malá', capacity: 1 })
    const first = (await createRegistration(world.db, roomy, 'prvni', { partIds: [small.id] })).registration
    const jana = (await createRegistration(world.db, roomy, 'jana', { partIds: [small.id] })).registration
    await cancelRegistration(world.db, system, { registration: first })
    const mail = await mailTo('jana', 'registration-parts')
    expect(mail.subject).toContain('Přijměte místo do 2. června 2027, 11.00: Malá')
    expect((await get(link(jana))).text).toMatch(/nabídka platí do 2\. června 2027, 11\.00/)
    const query = `?reference=${small.reference}`
    expect((await get(`${link(jana)}/offer${query}`)).text).toContain('Opravdu odmítnout místo: Malá?')
    const fields = { answer: 'accept', reference: small.reference }
    expect((await post(`${link(jana)}/offer`, fields)).location).toBe(`${link(jana)}?done=accepted`)
    expect((await listSignUps(world.db, jana.id)).map(({ status }) => status)).toEqual(['confirmed'])
  })
})

describe('on site or online', () => {
  it('switches both ways on a page that asks, gives up what is not for the other way, and hides the join link until it is time', async () => {
    await changeSettings(world.db, event, {
      joinUrl: 'https://meet.example.org/tajne',
      joinFrom: new Date('2027-09-15T05:00:00Z'),
    })
    const tour = await createPart(world.db, event, { title: 'Exkurze', kind: 'excursion', attendance: 'on_site' })
    const jana = await comes('jana', { partIds: [tour.id] })
    const before = (await get(link(jana))).text
    expect(before).toContain('Účastníte se na místě.')
    expect(before).not.toContain('Připojení')
    const question = (await get(`${link(jana)}/attendance`)).text
    expect(question).toContain('O tyto části přijdete: Exkurze.')
    expect((await now('jana')).attendance).toBe('on_site')
    const switched = await post(`${link(jana)}/attendance`, { attendance: 'online' })
    expect(switched.location).toBe(`${link(jana)}?done=attendance`)
    expect(await listSignUps(world.db, jana.id)).toEqual([])
    const online = (await get(link(jana))).text
    expect(online).toContain('Odkaz na připojení se tu objeví 15. září 2027, 8.00')
    expect(online).not.toContain('meet.example.org')
    expect(online).not.toContain('EVS1.')
    world.at('2027-09-15T05:00:00Z')
    expect((await get(link(jana))).text).toContain('href="https://meet.example.org/tajne"')
    const mails = await world.db('mails').where({ eventId: event.id })
    expect(JSON.stringify(mails)).not.toContain('meet.example.org')
    world.at('2027-09-17T10:00:00Z')
    expect((await get(link(jana))).text).not.toContain('meet.example.org')
  })

  it('says in words that there is no room the other way', async () => {
    const jana = await comes('jana')
    await world.db('quotas').insert({ eventId: event.id, scope: 'online', reference: 'ONLINE01', capacity: 0 })
    expect((await get(link(jana))).text).toContain('Online už je obsazeno.')
    expect((await get(`${link(jana)}/attendance`)).location).toBe(`${link(jana)}?done=attendanceFull`)
    const answer = await post(`${link(jana)}/attendance`, { attendance: 'online' })
    expect(answer.location).toBe(`${link(jana)}?done=attendanceFull`)
    expect((await now('jana')).attendance).toBe('on_site')
  })

  it('shows the join link to nobody who waits', async () => {
    await changeSettings(world.db, event, { joinUrl: 'https://meet.example.org/tajne' })
    await comes('jana')
    const petr = await comes('petr', { attendance: 'online' })
    expect(petr.status).toBe('waiting')
    expect((await get(link(petr))).text).not.toContain('meet.example.org')
  })
})

describe('handing the place over', () => {
  const somebody = {
    titleBefore: '',
    givenName: 'Eva',
    familyName: 'Nová',
    titleAfter: '',
    email: 'eva@example.org',
    organisation: 'ICUK',
    country: 'CZ',
    locale: 'cs',
  }

  it('keeps the place, kills the links, tells both, and gives nothing of the former person away', async () => {
    const part = await createPart(world.db, event, { title: 'Dílna klastrů' })
    const jana = await comes('jana', { partIds: [part.id], needs: { dietary: 'vegan', access: 'Vozík' } })
    expect((await get(`${link(jana)}/replace`)).status).toBe(200)
    const answer = await post(`${link(jana)}/replace`, somebody)
    expect([answer.status, answer.location]).toEqual([303, `${link(jana)}/replaced`])
    const told = await get(`${link(jana)}/replaced`)
    expect([told.status, told.text.includes('Místo je předané.'), told.text.includes('eva@example.org')]).toEqual([
      200,
      true,
      false,
    ])
    expect((await get(link(jana))).status).toBe(410)
    const eva = await now('eva')
    expect([eva.id, eva.status]).toEqual([jana.id, 'confirmed'])
    const former = await mailTo('jana', 'registration-replaced')
    expect(former.text).toContain('Místo je předané.')
    expect(former.text).not.toMatch(/\/r\/|Eva|Nová|eva@/)
    const fresh = await mailTo('eva', 'registration-replaced')
    expect(fresh.subject).toContain('Máte místo:')
    expect(fresh.text).toContain(link(eva))
    expect(fresh.text).toContain('Dílna klastrů')
    expect(fresh.files).toHaveLength(2)
    expect((await get(`${link(eva)}/edit`)).text).not.toContain('Vozík')
    expect((await get(`${link(eva)}/replaced`)).status).toBe(404)
    const data = (await get(`${link(eva)}/data.json`)).text
    expect(data).not.toMatch(/jana/i)
    expect(data).toContain('eva@example.org')
    expect(JSON.parse(data)).toMatchObject({ consents: [], needs: { dietary: '', access: '' } })
  })

  it('does not let a mail that waited in the outbox carry the new link to the former address', async () => {
    const jana = await comes('jana')
    await post(`${link(jana)}/replace`, somebody)
    await world.runJobs()
    const mails = await world.db('mails').where({ toAddress: 'jana@example.org' }).orderBy('id')
    expect(mails.map(({ kind, content }) => [kind, content === null])).toEqual([
      ['registration-confirmed', true],
      ['registration-replaced', false],
    ])
  })

  it('refuses an address that is registered, a form half filled in, and an application', async () => {
    const jana = await comes('jana')
    await comes('petr')
    const taken = await post(`${link(jana)}/replace`, { ...somebody, email: 'petr@example.org' })
    expect([taken.status, taken.text.includes('Tato adresa už na akci registraci má.')]).toEqual([422, true])
    const half = await post(`${link(jana)}/replace`, { ...somebody, familyName: '' })
    expect([half.status, half.text.includes('value="Eva"')]).toEqual([422, true])
    const speaker = await createCategory(world.db, event, { title: 'Řečník', needsApproval: true })
    const { registration: anna } = await createRegistration(world.db, speaker, 'anna')
    expect((await post(`${link(anna)}/replace`, somebody)).location).toBe(link(anna))
    expect((await get(link(anna))).text).toContain('Stáhnout přihlášku')
  })
})

describe('a person of a delegation', () => {
  it('sees who registered them, and that they wait together', async () => {
    await changeSettings(world.db, event, { takesDelegations: true })
    await createDelegation(world.db, event, category, ['adam', 'bara'], { waitsTogether: true })
    const adam = await now('adam')
    const page = (await get(link(adam))).text
    expect(page).toContain('Registrovala vás organizace Klastr nanotechnologií, kontakt Marie Králová.')
    expect(page).toContain('Čekáte společně s delegací')
    const data = await world.agent().get(`${link(adam)}/data.json`)
    expect(data.body.registration.delegation).toEqual({
      organisation: 'Klastr nanotechnologií',
      contactName: 'Marie Králová',
    })
  })
})

describe('every page', () => {
  it('asks the database as often with one part as with twenty', async () => {
    const roomy = await createCategory(world.db, event, { title: 'Volná' })
    const first = await createPart(world.db, event, { title: 'Dílna' })
    const { registration: one } = await createRegistration(world.db, roomy, 'one', { partIds: [first.id] })
    const hour = (index: number) => String(index).padStart(2, '0')
    const few = await countAll(one)
    const parts = []
    for (let index = 0; index < 20; index++) {
      const [from, to] = [`2027-09-16T${hour(index)}:00:00Z`, `2027-09-16T${hour(index + 1)}:00:00Z`]
      parts.push(await createPart(world.db, event, { title: `Část ${index}`, from, to }))
    }
    const { registration: two } = await createRegistration(world.db, roomy, 'two', {
      partIds: parts.map(({ id }) => id),
    })
    expect(await countAll(two)).toEqual(few)
    expect(few).toEqual([7, 4, 9])
  })

  async function countAll(registration: RegistrationRow) {
    const counts = []
    for (const path of ['', '/parts', '/data.json']) {
      counts.push((await world.queries(() => get(link(registration) + path))).count)
    }
    return counts
  }

  it('is 404 for the link of nobody and 410 for a replaced one', async () => {
    const jana = await comes('jana')
    const forged = `${link(jana).slice(0, -1)}${link(jana).endsWith('A') ? 'B' : 'A'}`
    const paths = ['/parts', '/offer', '/attendance', '/replace', '/edit', '/replaced', '/files/ABC']
    for (const path of paths) expect((await get(forged + path)).status).toBe(404)
    for (const path of ['/parts', '/offer', '/attendance', '/replace', '/confirm'])
      expect((await post(forged + path)).status).toBe(404)
    expect((await get(`${link(jana)}/files/ABCDEFGH`)).status).toBe(404)
    await world.db('registrations').where({ id: jana.id }).update({ tokenVersion: 2 })
    for (const path of ['/parts', '/offer', '/replace']) expect((await get(link(jana) + path)).status).toBe(410)
    expect((await get(`${link(jana)}/replaced`)).status).toBe(404)
  })
})
