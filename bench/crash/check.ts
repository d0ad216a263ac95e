import type pg from 'pg'
import type { Business } from './writers.ts'

type Ask = (query: string, values?: readonly unknown[]) => Promise<readonly any[]> // any: rows, read by the sentence that asks for them

/**
 * Everything that was answered is there once, with all of its effects once, and nothing waits or failed: what
 * does not hold, in sentences. What was never answered cannot be asked for; that it is not there twice is
 * seen by the names.
 */
export async function check(db: pg.Pool, { leads, quotes }: Business): Promise<string[]> {
  const ask: Ask = async (query, values = []) => (await db.query(query, [...values])).rows
  const [touched, silent] = [leads.filter((one) => one.touched), leads.filter((one) => !one.touched)].map(
    (some) => some.map(({ id }) => id),
  )
  const [all, offers] = [leads.map(({ id }) => id), quotes.map(({ id }) => id)]
  const findings: string[] = []
  const say = (what: string, rows: readonly any[]) => {
    if (rows.length > 0) findings.push(`${what}: ${rows.length}, as ${JSON.stringify(rows.slice(0, 3))}`)
  }
  const counted = async (what: string, ids: readonly string[] | undefined, times: number, from: string) =>
    say(
      `${what}, not ${times} times`,
      await ask(
        `
    select id, count(x.record)::int as times from unnest($1::uuid[]) as id left join (${from}) x on x.record = id
    group by id having count(x.record) <> $2`,
        [ids, times],
      ),
    )
  const event = (name: string) => `select record from main._event where name = '${name}'`
  const runs = (process: string) =>
    `select record from main._process_instance where process = '${process}' and status = 'ended' and outcome = 'approved'`

  say(
    'leads made twice',
    await ask(
      `select company, count(*)::int from main.lead where company like '崩溃%' group by company having count(*) > 1`,
    ),
  )
  say(
    'quotes made twice',
    await ask(
      `select spec, count(*)::int from main.quote_line where spec like '崩溃%' group by spec having count(*) > 1`,
    ),
  )
  say(
    'customers made twice',
    await ask(`select count(*)::int from main.customer where name like '崩溃%' having count(*) > 1`),
  )
  await counted(
    'an answered lead is there',
    all,
    1,
    `select id as record from main.lead where deleted_at is null`,
  )
  await counted(
    'an answered quote is there',
    offers,
    1,
    `select id as record from main.quote where deleted_at is null`,
  )
  for (const name of ['lead.created', 'lead.checked']) await counted(`event ${name}`, all, 1, event(name))
  await counted('event lead.touched', touched, 1, event('lead.touched'))
  await counted(
    'event deadline.first_response of an untouched lead',
    silent,
    1,
    event('deadline.first_response'),
  )
  await counted(
    'event deadline.first_response of a touched lead',
    touched,
    0,
    event('deadline.first_response'),
  )
  await counted(
    'an untouched lead is marked late',
    silent,
    1,
    `select id as record from main.lead where response_breached`,
  )
  for (const name of ['quote.submitted', 'process.quote_approval.approved', 'quote.approved', 'quote.sent']) {
    await counted(`event ${name}`, offers, 1, event(name))
  }
  await counted(
    'task of the approval',
    offers,
    1,
    `select record from main.task where record_object = 'quote' and process_instance is not null`,
  )
  await counted(
    'document of the quote',
    offers,
    1,
    `select record from main._file where deleted_at is null and object = 'quote'`,
  )
  await counted('run of the approval', offers, 1, runs('quote_approval'))
  await counted('run of the automation of a quote', offers, 1, runs('crash_send'))
  await counted('run of the automation of a lead', all, 1, runs('crash_watch'))
  const notices = `select n.record from main._notification n join main."user" u on u.id = n.person where 'admin' = any(u.roles)`
  await counted('notice of the automation', [...all, ...offers], 1, notices)
  await counted('line of the search', [...all, ...offers], 1, `select record from main._search`)
  say(
    'the same notice twice',
    await ask(`
    select record, title, count(*)::int from main._notification where record is not null group by person, record, title having count(*) > 1`),
  )
  say(
    'runs of processes that failed',
    await ask(
      `select process, outcome from main._process_instance where outcome is distinct from 'approved' or status <> 'ended'`,
    ),
  )
  say(
    'reactions that gave up',
    await ask(`select reaction, failure from main._reaction_run where failure is not null`),
  )
  say(
    'jobs left behind',
    await ask(
      `select task_identifier, attempts, last_error from main_jobs.jobs where task_identifier <> 'sweep'`,
    ),
  )
  return findings
}

/** How much of what happens by itself is still to be done. */
export async function waiting(db: pg.Pool): Promise<number> {
  const { rows } = await db.query<{ n: string }>(`
    select (select count(*) from main_jobs.jobs where attempts < max_attempts and task_identifier <> 'sweep')
      + (select count(*) from main._event e, main._reader r where (e.xid, e.id) > (r.xid, r.event))
      + (select count(*) from main._deadline where state = 'waiting'
          and due_at <= now() + (select clock_offset_ms from main._workspace) * interval '1 millisecond') as n`)
  return Number(rows[0]!.n)
}
