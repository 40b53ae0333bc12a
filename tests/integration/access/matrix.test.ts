import { describe, expect, it } from '@jest/globals'
import { only, rows } from '../../../src/core/database.ts'
import { createImport } from '../../factories/imports.ts'
import { createScheduleImport } from '../../factories/interchange.ts'
import { type FoundRoute, routesOf } from '../../conventions/route-table.ts'
import { type Agent, useDemonstration } from '../../support/world.ts'

const world = useDemonstration()

/** Words that stand on nearly every organiser page of the demonstration's events. */
const canaries = [/Ukázková konference/, /Technologický transfer/]
const password = 'pozvanka-demo'

/** What the door may open of an event; everything else there is 403. */
const forTheDoor = [
  'get /organiser/events/:event',
  'get /organiser/events/:event/registrations',
  'get /organiser/events/:event/checkin',
  'post /organiser/events/:event/checkin/:registration',
  'post /organiser/events/:event/checkin/:registration/undo',
]

/** Real public names of the demonstration, for every parameter of a path. */
async function realNames(): Promise<Record<string, string>> {
  const found = await rows<Record<string, string>>(
    world.db,
    `select e.slug as event,
       (select slug from organisations where id = e.organisation_id) as organisation,
       (select u.reference from users u where email = 'organizator@example.org') as "user",
       (select reference from venues where id = e.venue_id) as venue,
       (select reference from rooms where venue_id = e.venue_id limit 1) as room,
       (select slug from projects where organisation_id = e.organisation_id limit 1) as project,
       (select slug from programmes limit 1) as programme,
       (select slug from event_series where id = e.series_id) as series,
       (select reference from event_links where event_id = e.id limit 1) as link,
       (select reference from agenda_sessions where event_id = e.id limit 1) as session,
       (select reference from speakers where event_id = e.id limit 1) as speaker,
       (select slug from tracks where event_id = e.id limit 1) as track,
       (select reference from session_materials limit 1) as material,
       (select reference from registrations where event_id = e.id limit 1) as registration,
       (select reference from registrations where event_id = e.id order by id desc limit 1) as other,
       (select reference from delegations where event_id = e.id limit 1) as delegation,
       (select reference from categories where event_id = e.id limit 1) as category,
       (select reference from parts where event_id = e.id limit 1) as part,
       (select reference from questions where event_id = e.id limit 1) as question,
       (select reference from quotas where event_id = e.id and scope = 'shared' limit 1) as quota,
       (select reference from answer_files where event_id = e.id limit 1) as file,
       (select reference from access_codes where event_id = e.id limit 1) as code,
       (select reference from invitations where event_id = e.id limit 1) as invitation,
       (select reference from import_runs where event_id = e.id limit 1) as import,
       (select reference from schedule_imports where event_id = e.id limit 1) as schedule,
       (select reference from registration_views where event_id = e.id limit 1) as view,
       (select number::text from agenda_releases where event_id = e.id limit 1) as release,
       (select reference from bulk_runs where event_id = e.id limit 1) as run,
       (select reference from announcements where event_id = e.id limit 1) as announcement,
       (select reference from announcement_rules where event_id = e.id limit 1) as rule,
       (select reference from export_runs where event_id = e.id limit 1) as export,
       (select reference from parts where event_id = e.id limit 1) as place,
       (select reference from mails where event_id = e.id limit 1) as mail,
       'registration-confirmed' as kind, 'cs' as language
     from events e where e.slug = 'clusters-meet-regions-ukazka'`,
  )
  const names = only(found)
  return { ...names, member: names['user'] ?? '' }
}

interface Question {
  readonly route: string
  readonly method: 'get' | 'post'
  readonly path: string
  readonly guard: string | undefined
}

function questionsOf(routes: readonly FoundRoute[], names: Readonly<Record<string, string>>): Question[] {
  return routes
    .filter(({ path }) => path.startsWith('/cs/organiser/'))
    .map(({ path, methods, guard }) => ({
      route: `${methods} ${path.slice('/cs'.length)}`,
      method: methods === 'post' ? 'post' : 'get',
      guard,
      path: path.replace(/:(\w+)/g, (_, name: string) => names[name] ?? `no-${name}`),
    }))
}

async function signedIn(email: string): Promise<Agent> {
  const agent = world.agent()
  const answer = await agent.post('/cs/sign-in').type('form').send({ email, password })
  expect(answer.status).toBe(303)
  return agent
}

async function ask(agent: Agent, { method, path }: Question) {
  const answer = method === 'get' ? await agent.get(path) : await agent.post(path).type('form').send({ name: 'x' })
  return { status: answer.status, location: answer.headers['location'] ?? '', text: answer.text ?? '' }
}

/** Everything that an action would have left behind. */
async function traces() {
  const [found] = await rows(
    world.db,
    `select (select count(*) from audit_entries) as audits, (select count(*) from mails) as mails,
       (select sum(lock_version) from events) as events, (select count(*) from registrations) as registrations,
       (select count(*) from agenda_sessions) as sessions, (select count(*) from organisation_roles) as roles`,
  )
  return found
}

describe('every organiser route', () => {
  it('is closed to whom it does not concern, with the real names of what they may not see', async () => {
    await createImport(world.db, 'clusters-meet-regions-ukazka', 'organizator@example.org')
    await createScheduleImport(world.db, 'clusters-meet-regions-ukazka', 'organizator@example.org')
    await world.db.raw(
      `insert into bulk_runs (event_id, reference, user_id, deed, total)
         select e.id, 'BULKRUN', u.id, 'tag', 0 from events e, users u
         where e.slug = 'clusters-meet-regions-ukazka' and u.email = 'organizator@example.org';
       insert into export_runs (event_id, reference, user_id, format, query, locale, total, expires_at)
         select event_id, 'EXPORTRUN', user_id, 'csv', '{"address": ""}', 'cs', 0, now() + interval '1 day' from bulk_runs;
       insert into answer_files (reference, event_id, question_id, registration_id, file_name, content_type, size, content)
         select 'AFILE', b.event_id, (select id from questions where event_id = b.event_id limit 1),
           (select id from registrations where event_id = b.event_id limit 1), 'a.pdf', 'application/pdf', 1, '\\x00'
         from bulk_runs b;
       with stored as (
         insert into files (reference, event_id, purpose, file_name, content_type, size, content)
         select 'AMATERIALFILE', event_id, 'material', 'a.pdf', 'application/pdf', 1, '\\x00' from bulk_runs
         returning id, event_id)
       insert into session_materials (reference, session_id, file_id, position)
         select 'AMATERIAL', (select id from agenda_sessions where event_id = f.event_id order by id limit 1), f.id, 1
         from stored f;
       insert into registration_views (event_id, reference, name, query)
         select event_id, 'AVIEW', 'Pohled', '' from bulk_runs`,
    )
    const questions = questionsOf(routesOf(world.app.router), await realNames())
    expect(questions.length).toBeGreaterThan(100)
    expect(questions.filter(({ path }) => path.includes('no-')).map(({ route }) => route)).toEqual([])
    const [stranger, door] = [await signedIn('cizi@example.org'), await signedIn('zapis@example.org')]
    const before = await traces()
    const wrong: string[] = []
    for (const question of questions) {
      const { route, guard } = question
      const isTheirs = !/:\w/.test(route)
      const anonymous = await ask(world.agent(), question)
      if (anonymous.status !== 303 || !anonymous.location.startsWith('/cs/sign-in'))
        wrong.push(`anonymous ${route}: ${anonymous.status} ${anonymous.location}`)
      if (isTheirs && question.method === 'post') continue
      const foreign = await ask(stranger, question)
      const expected = guard === 'administrator' ? [403, 404] : isTheirs ? [200] : [404]
      if (!expected.includes(foreign.status)) wrong.push(`stranger ${route}: ${foreign.status}`)
      if (canaries.some(canary => canary.test(foreign.text))) wrong.push(`stranger ${route}: sees what is not theirs`)
      if (guard !== 'onEvent') continue
      const isOpen = forTheDoor.includes(route)
      // What the door does there leaves a trace; tests/integration/roster/arrival.test.ts has it.
      if (isOpen && question.method === 'post') continue
      const atTheDoor = await ask(door, question)
      if (isOpen ? atTheDoor.status !== 200 : atTheDoor.status !== 403) wrong.push(`door ${route}: ${atTheDoor.status}`)
    }
    expect(wrong).toEqual([])
    expect(await traces()).toEqual(before)
  }, 120_000)
})
