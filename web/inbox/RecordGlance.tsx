import { useQuery } from '@tanstack/react-query'
import { screenOf } from '../fields/kinds.ts'
import { isEmpty } from '../fields/screen.ts'
import { fieldsOf } from '../ground/definitions.ts'
import { recordQuery } from '../ground/records.ts'
import { useScreens } from '../ground/session.ts'
import { columnsOf } from '../record/columns.ts'
import { factRows } from '../record/formFields.ts'
import { Value } from '../record/Value.tsx'
import { useLabel } from '../words/words.ts'

/** The facts somebody needs to decide, without leaving the inbox. */
export function RecordGlance({ object: name, id }: { readonly object: string; readonly id: string }) {
  const label = useLabel()
  const screens = useScreens()
  const object = screens.objects[name]!
  const fields = fieldsOf(screens, object)
  const { data } = useQuery(recordQuery(name, id))
  if (!data) return null
  const { main, lines } = factRows(object, fields, data)
  const shown = [...new Set([...columnsOf(object, fields), ...main.flat()])].filter(
    (one) => !isEmpty(data[one]),
  )
  return (
    <section className="facts" aria-label={label(object.label, name)}>
      <dl>
        {shown.map((one) => (
          <div key={one} className={screenOf(fields[one]!).wide ? 'fact wide' : 'fact'}>
            <dt>{label(fields[one]!.label, one)}</dt>
            <dd>
              <Value field={fields[one]!} value={data[one]} record={data} titles={data._titles} />
            </dd>
          </div>
        ))}
      </dl>
      {lines
        .filter((one) => !isEmpty(data[one]))
        .map((one) => (
          <Value key={one} field={fields[one]!} value={data[one]} record={data} titles={data._titles} />
        ))}
    </section>
  )
}
