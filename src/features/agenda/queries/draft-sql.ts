const utc = (column: string) => `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`
const list = (entry: string, source: string) => `(select coalesce(json_agg(${entry}), '[]') from ${source})`
const local = (column: string) => `to_char(${column}, 'YYYY-MM-DD"T"HH24:MI:SS')`

/** The columns of a session that both those with a time and those in the pool have; `texts` says whose long ones. */
const session = (texts: string) => `'id', s.id, 'reference', s.reference, 'calendarUid', s.calendar_uid, 'kind', s.kind,
  'title', s.title, 'subtitle', s.subtitle, 'placeNote', s.place_note, 'language', s.language, 'track', t.slug,
  'room', r.reference, 'satellite', c.slug, 'capacity', s.capacity, 'isCancelled', s.is_cancelled,
  'doNotRecord', s.do_not_record, 'typeLabel', s.type_label, 'lockVersion', s.lock_version,
  'clashAccepted', s.clash_accepted, 'importKey', s.import_key, 'createdAt', ${utc('s.created_at')},
  'signedUp', coalesce(q.taken, 0), 'speakers', coalesce(k.list, '[]'),
  'abstract', case when ${texts} then s.abstract else '{}' end,
  'description', case when ${texts} then s.description else '{}' end,
  'links', case when ${texts} then s.links else '[]' end,
  'recordingUrl', case when ${texts} then s.recording_url end`

/** Appearances are gathered once for the event: a lateral for each session costs as much as all the rest. */
const sessions = `agenda_sessions s
  left join tracks t on t.id = s.track_id
  left join rooms r on r.id = s.room_id
  left join events c on c.id = s.satellite_event_id
  left join (select session_id,
      json_agg(json_build_object('reference', reference, 'role', role) order by position, speaker_id) as list
    from (select k.session_id, k.speaker_id, k.position, k.role, p.reference
      from session_speakers k join speakers p on p.id = k.speaker_id where p.event_id = :eventId) named
    group by session_id) k on k.session_id = s.id
  left join (select p.session_reference, sum(q.taken)::int as taken
    from parts p join quotas q on q.part_id = p.id and q.scope = 'own' where p.event_id = :eventId
    group by p.session_reference) q on q.session_reference = s.reference
  where s.event_id = :eventId`

/** One row: the whole draft. `texts` is an SQL condition on `s`: whose long texts are read. */
export function draftSql(texts: string, biographies: boolean): string {
  return `
  select e.id as event_id, e.time_zone, e.starts_local, e.ends_local,
    ${list(
      `json_build_object('id', r.id, 'reference', r.reference, 'name', r.name, 'note', r.note, 'capacity', r.capacity,
         'isExclusive', r.is_exclusive) order by (r.venue_id <> e.venue_id), r.position, r.id`,
      `rooms r where r.venue_id = e.venue_id
         or r.id in (select room_id from agenda_sessions where event_id = e.id)`,
    )} as rooms,
    ${list(
      `json_build_object('id', t.id, 'slug', t.slug, 'name', t.name, 'colour', t.colour) order by t.position, t.id`,
      'tracks t where t.event_id = e.id',
    )} as tracks,
    ${list(
      `json_build_object('id', p.id, 'reference', p.reference, 'name', p.name, 'titleBefore', p.title_before,
         'titleAfter', p.title_after, 'sortName', p.sort_name, 'affiliation', p.affiliation,
         'biography', ${biographies ? 'p.biography' : `'{}'::jsonb`}, 'links', ${biographies ? 'p.links' : `'[]'::jsonb`},
         'isCollective', p.is_collective, 'photograph', f.reference, 'isPublic', p.is_public,
         'availability', p.availability, 'importKey', p.import_key,
         'answer', case when p.confirmed_at is not null then 'confirmed' when p.declined_at is not null then 'declined'
           when p.invited_at is not null then 'invited' else 'none' end)
       order by p.sort_name collate "cs-CZ-x-icu", p.id`,
      'speakers p left join files f on f.id = p.photograph_id where p.event_id = e.id',
    )} as speakers,
    ${list(
      `json_build_object('id', c.id, 'slug', c.slug, 'title', c.title, 'startsLocal', ${local('c.starts_local')},
         'endsLocal', ${local('c.ends_local')}) order by c.starts_at, c.id`,
      'events c where c.parent_event_id = e.id and c.cancelled_at is null',
    )} as satellites,
    ${list(
      `json_build_object(${session(texts)}, 'startsLocal', ${local('s.starts_local')}, 'endsLocal', ${local('s.ends_local')},
         'startsAt', ${utc('s.starts_at')}, 'endsAt', ${utc('s.ends_at')}) order by s.starts_at, s.reference`,
      `${sessions} and s.starts_at is not null`,
    )} as sessions,
    ${list(
      `json_build_object(${session(texts)}, 'minutes', s.minutes) order by s.created_at, s.id`,
      `${sessions} and s.starts_at is null and not s.is_cancelled`,
    )} as pool,
    json_build_object('opens', a.opens, 'closes', a.closes, 'roomChangeMinutes', coalesce(a.room_change_minutes, 0),
      'feedbackOpensAt', ${utc('a.feedback_opens_at')}, 'feedbackClosesAt', ${utc('a.feedback_closes_at')},
      'embedOrigins', coalesce(to_json(a.embed_origins), '[]')) as settings
  from events e left join agenda_settings a on a.event_id = e.id where e.id = :eventId`
}
