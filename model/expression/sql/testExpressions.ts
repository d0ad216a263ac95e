import fc from 'fast-check'

type Text = fc.Arbitrary<string>

/** `write('$ + $', a, b)`: the pattern with each dollar sign replaced by what is generated. */
const write = (pattern: string, ...parts: Text[]): Text =>
  fc.tuple(...parts).map((texts) => { let i = 0; return pattern.replace(/\$/g, () => texts[i++]!) })
const pick = (...texts: string[]): Text => fc.constantFrom(...texts)

/** Expressions of each type over `dealScope`, a few levels deep, right and wrong kinds mixed now and then. */
export const { condition, number, text, date, moment, duration } = fc.letrec<Record<'condition' | 'number' | 'text' | 'date' | 'moment' | 'duration' | 'numbers' | 'activities', string>>((tie) => {
  const [condition, number, text, date, moment, duration, numbers, activities] =
    ['condition', 'number', 'text', 'date', 'moment', 'duration', 'numbers', 'activities'].map((name) => tie(name as 'number')) as [Text, Text, Text, Text, Text, Text, Text, Text]
  const order = pick('<', '<=', '>', '>=', '=', '!=')
  const any = fc.oneof(number, text, date, moment, duration, condition, pick('null', 'owner', 'id'))
  const one = (leaf: Text, ...rest: Text[]): Text => fc.oneof({ depthSize: 'small', withCrossShrink: true }, leaf, ...rest)
  const inActivity = fc.oneof(
    pick('kind = "meeting"', 'minutes > 60', 'done', 'not(done)', 'who = me', 'held_on < due', 'minutes = null', 'who.level > 1', 'kind = stage', 'minutes > amount', 'item.minutes >= 1'),
    write('minutes $ $', order, number), write('($) and done', condition),
  )
  const ofVariable = fc.oneof(
    pick('a.kind = "meeting"', 'a.minutes > 60', 'a.done', 'a.who = owner', 'a.held_on <= due', 'a.who.name = title', 'a.kind in tags', 'a.minutes in [1..100]'),
    write('a.minutes $ $', order, number), write('a.done = ($)', condition), write('a.done and ($)', condition), write('a.done or ($)', condition),
  )
  return {
    condition: one(
      pick('won', 'hot', 'true', 'false', 'owner = me', 'me = owner', 'owner != me', 'owner in my_team', 'owner = nobody', 'customer = null', 'owner = customer.keeper', 'customer.keeper = me',
        'tags = null', '"won" in tags', 'stage in tags', 'list contains(tags, stage)', 'list contains(tags, "a")', 'is empty(tags)', 'is empty(activities)', 'is empty(stage)', 'is defined(amount)',
        'id = "01980000-0000-7000-8000-000000000203"', 'id = title', 'owner.name = "王"', 'null', 'won = null', 'amount in limits', 'stage in ["won", "lost", null]',
        'amount in (1, 2.5, > 50)', 'amount in (null, [0..3))', 'stage in ("won", cost)', 'due in [@"2026-01-01"..@"2026-12-31"]', 'created_at >= @"2026-11-23"', 'created_at in [due..updated_at]',
        'some l in limits satisfies amount > l', 'every l in [1, 2] satisfies amount > l or won', 'count(customer.deals[won]) > 0', 'customer.deals.stage = null', 'amount = stage', 'due > amount',
        'some d in customer.deals satisfies some b in d.activities satisfies b.minutes > 3', 'some t in tags satisfies t = stage', 'every t in tags satisfies t != "a"', 'every t in tags satisfies t < stage',
        'any(activities.done)', 'all(activities.done)', 'all(for b in activities return b.minutes > 1)', 'owner in activities.who', 'list contains(activities.kind, "call")',
        'about = me', 'me = about', 'about = owner', 'about != title', 'about in my_team', 'about = nobody', 'about = null', 'about in activities.who', 'about < me', 'me in watchers', 'owner in watchers', 'about in watchers',
        'title in watchers', '"a" in watchers', 'nobody in watchers', 'list contains(watchers, me)', 'list contains(watchers, about)', 'is empty(watchers)', 'watchers = null', 'some w in watchers satisfies w = me',
        'every w in watchers satisfies w in my_team', 'count(distinct values(watchers)) > 1', 'is empty(about)', 'contains(about, "1")', 'watchers in [me, nobody]', 'some l in [about, title, me] satisfies l = id'),
      write('(($) and ($))', condition, condition), write('(($) or ($))', condition, condition), write('not($)', condition), write('($) = ($)', condition, condition),
      write('$ $ $', number, order, number), write('$ $ $', text, order, text), write('$ $ $', date, order, date), write('$ $ $', moment, order, moment), write('$ $ $', duration, order, duration),
      write('$ $ $', date, order, moment), write('($) $ ($)', any, order, any), write('($) = null', any), write('($) != null', any),
      write('$ between $ and $', number, number, number), write('$ in [$..$)', number, number, number), write('$ in ($, < $, $)', number, number, number, number), write('$ in [$, $]', text, text, text),
      write('(if $ then $ else $)', condition, condition, condition), write('some a in activities satisfies $', ofVariable), write('every a in activities satisfies $', ofVariable),
      write('some a in $ satisfies $', activities, ofVariable), write('contains($, $)', text, text), write('starts with($, $)', text, text), write('ends with($, $)', text, text),
      write('$ in $', number, numbers), write('is defined($)', any), write('is empty($)', text), write('even($)', number), write('odd($)', number),
      write('activities[$] = null', inActivity),
    ),
    activities: one(pick('activities'), write('activities[$]', inActivity), write('$[$]', activities, inActivity)),
    numbers: one(pick('activities.minutes', 'limits', '[1, amount, cost]', 'customer.deals.amount', 'for a in activities return a.minutes * 2', 'flatten(customer.deals.activities.minutes)',
      'for d in customer.deals, a in d.activities return a.minutes - d.cost', 'activities.who.level'),
      write('$.minutes', activities), write('for a in $ return a.minutes + $', activities, number), write('distinct values($)', numbers), write('[$, $]', number, number)),
    number: one(
      pick('amount', 'cost', '0', '1', '2.5', '-3', '100', '0.001', 'customer.credit', 'owner.level', 'customer.keeper.level', 'due.year', 'signed.weekday', 'created_at.hour', 'created_at.day', 'effort.hours',
        'effort.minutes', 'count(tags)', 'count(activities)', 'count(distinct values(activities.kind))', 'count(tags[item = "a"])', 'string length(stage)', 'number(title)', 'null', 'amount ** 2', 'count(my_team)', 'count(watchers)', 'string length(about)'),
      write('($ + $)', number, number), write('($ - $)', number, number), write('($ * $)', number, number), write('($ / $)', number, number), write('-($)', number), write('($) ** 3', number),
      write('round half up($, 2)', number), write('round half even($, 1)', number), write('round half down($, 2)', number), write('round up($, 1)', number), write('round down($, -1)', number),
      write('floor($)', number), write('ceiling($, 1)', number), write('decimal($, 0)', number), write('abs($)', number), write('modulo($, $)', number, number),
      write('(if $ then $ else $)', condition, number, number), write('sum($)', numbers), write('min($)', numbers), write('max($)', numbers), write('mean($)', numbers), write('count($)', numbers),
      write('sum($, $)', number, number), write('max($, $, $)', number, number, number), write('count($)', activities), write('$ / $', duration, duration), write('string length($)', text), write('number($)', text),
    ),
    text: one(
      pick('stage', 'title', '"won"', '"a"', '""', '"中文"', '"😀"', 'customer.grade', 'owner.name', 'id', 'me', 'null', 'max(activities.kind)', 'min(tags)', 'string(due)', 'string(won)', 'string(created_at)', 'string(owner)', 'about', 'string(about)'),
      write('($ + $)', text, text), write('upper case($)', text), write('lower case($)', text), write('substring($, 2)', text), write('substring($, -2, 1)', text), write('substring($, 1, 2)', text),
      write('string($)', number), write('trim($)', text), write('(if $ then $ else $)', condition, text, text), write('min($, $)', text, text),
    ),
    date: one(
      pick('due', 'signed', 'today()', '@"2026-11-23"', 'date(created_at)', 'customer.since', 'max(activities.held_on)', 'min(due, signed)', 'null'),
      write('($ + duration("P1M"))', date), write('($ - @"P1Y2M")', date), write('($ + $)', date, duration), write('($ - $)', date, duration), write('date($)', moment), write('(if $ then $ else $)', condition, date, date),
    ),
    moment: one(
      pick('created_at', 'updated_at', 'now()', '@"2026-11-23T16:00:00"', 'date and time(due)', 'null'),
      write('($ + $)', moment, duration), write('($ - $)', moment, duration), write('($ + @"P1M")', moment), write('date and time($)', date), write('max($, $)', moment, moment),
    ),
    duration: one(
      pick('effort', '@"PT1H"', '@"P1DT2H"', '(due - signed)', '(now() - created_at)', 'null'),
      write('($ - $)', moment, moment), write('($ - $)', date, date), write('($ + $)', duration, duration), write('($ - $)', duration, duration), write('-($)', duration), write('($ * $)', duration, pick('2', '0.5', '-1.25')),
      write('($ / $)', duration, pick('2', '3', '0', '-7')), write('abs($)', duration), write('max($, $)', duration, duration),
    ),
  }
}) as unknown as Record<'condition' | 'number' | 'text' | 'date' | 'moment' | 'duration', Text>
