import type pg from 'pg'
import { nameArrays, nameInSql } from './companyName.ts'

/**
 * Leads of 200 departments over three years, spread as real ones are; straight into the table, because the
 * subject is reading and single writes.
 */
export async function fillLeads(pool: pg.Pool, count: number): Promise<void> {
  await pool.query(`
    insert into main.department (id, created_at, updated_at, name)
    select gen_random_uuid(), now(), now(), 'bench ' || n from generate_series(1, 200) n`)
  await pool.query(
    `
    with d as (select array_agg(id) as ids from main.department where name like 'bench %'),
      u as (select id from main."user" where login = 'sales2@demo.example')
    insert into main.lead (id, number, created_at, updated_at, owner, department, stage, pipeline, stage_since,
      company, phone, province, source, product_line, budget)
    select gen_random_uuid(), 'B-' || n, t.at, t.at, u.id, d.ids[1 + n % 200],
      (array['new', 'assigned', 'contacted', 'converted', 'disqualified'])[1 + n / 200 % 5], 'lead_flow', t.at,
      ${nameInSql('n')}, '138' || lpad(n::text, 8, '0'), (array['浙江', '江苏', '上海', '广东'])[1 + n % 4], 'website',
      (array['machining', 'sheet_metal'])[1 + n % 2], n % 100000
    from generate_series(1, ${count}) n, d, u,
      lateral (select date_trunc('milliseconds', now() - make_interval(secs => n * 90)) as at) t`,
    [...nameArrays],
  )
  await pool.query('vacuum analyze main.lead')
  await pool.query('analyze main.department')
  await pool.query('checkpoint') // what the filling left to do shall not fall into the first measure
}
