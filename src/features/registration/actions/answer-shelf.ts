import { rows } from '../../../core/database.ts'
import { keyIsYoung, mostMinutes, type Shelf } from '../../files/actions/objects.ts'
import '../tables.ts'

/** The contents of files that came with accepted forms; others may be thrown away within the day. */
export const answerShelf: Shelf = {
  name: 'answers',
  async list(db, where) {
    const condition =
      where === 'bucket' ? 'object_key is not null' : 'content is not null and registration_id is not null'
    const found = await rows<{ id: number }>(db, `select id from answer_files where ${condition} order by id limit 500`)
    return found.map(({ id }) => id)
  },
  read: (db, id) => db('answerFiles').where({ id }).first('content', 'objectKey'),
  async letGo(db, id, key) {
    const done = await rows(
      db,
      `update answer_files set content = null, object_key = :key where id = :id and content is not null and ${keyIsYoung}
       returning id`,
      { id, key, mostMinutes },
    )
    return done.length > 0
  },
  async takeBack(db, id, content) {
    return (await db('answerFiles').where({ id }).update({ content, objectKey: null })) > 0
  },
}
