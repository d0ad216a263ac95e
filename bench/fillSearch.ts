import type pg from 'pg'
import { headsOf } from '../kernel/search/heads.ts'
import { objectToken } from '../kernel/search/searchedText.ts'
import { tokensOf } from '../kernel/search/tokens.ts'

/** The search lines of all leads that have none, past the door, as the follower of the outbox would write them. */
export async function fillSearch(pool: pg.Pool): Promise<void> {
  const { rows: indexes } = await pool.query(
    `select indexrelid::regclass::text as name, pg_get_indexdef(indexrelid) as made from pg_index where indrelid = any(array['main._search', 'main._search_head']::regclass[]) and not indisprimary`,
  )
  for (const { name } of indexes) await pool.query(`drop index ${name}`)
  let after = '00000000-0000-0000-0000-000000000000'
  for (;;) {
    const { rows } = await pool.query(
      `select id, number, company, phone from main.lead l
       where id > $1 and not exists (select from main._search s where s.record = l.id) order by id limit 2000`,
      [after],
    )
    if (rows.length === 0) break
    after = rows.at(-1).id
    const texts = rows.map(({ number, company, phone }) =>
      [number, company, phone].filter(Boolean).join('\n'),
    )
    const words = texts.map((text) => [objectToken('lead'), ...tokensOf(text)].join(' '))
    await pool.query(
      `insert into main._search (record, object, title, text, tokens, made)
       select l.record, 'lead', l.title, l.text, string_to_array(l.words, ' '), 1
       from unnest($1::uuid[], $2::text[], $3::text[], $4::text[]) as l (record, title, text, words)
       on conflict do nothing`,
      [rows.map(({ id }) => id), rows.map(({ company }) => company), texts, words],
    )
    await pool.query(
      `insert into main._search_head (object, head, size, record)
       select 'lead', h.head, l.size, l.record
       from unnest($1::uuid[], $2::smallint[], $3::text[]) as l (record, size, heads)
       cross join string_to_table(l.heads, ' ') as h (head)`,
      [
        rows.map(({ id }) => id),
        rows.map(({ company }) => [...company].length),
        rows.map(({ company }) => headsOf(company).join(' ')),
      ],
    )
  }
  for (const { made } of indexes) await pool.query(made)
  await pool.query('vacuum analyze main._search, main._search_head')
}
