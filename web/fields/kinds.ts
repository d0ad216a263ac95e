import type { AnyField } from '../ground/definitions.ts'
import { address } from './address.tsx'
import { bool } from './bool.tsx'
import { choice } from './choice.tsx'
import { date } from './date.tsx'
import { datetime } from './datetime.tsx'
import { department } from './department.tsx'
import { duration } from './duration.tsx'
import { email } from './email.tsx'
import { file } from './file.tsx'
import { formula, resultScreen, rollup } from './formula.tsx'
import { geo } from './geo.tsx'
import { image } from './image.tsx'
import { json } from './json.tsx'
import { lines } from './lines.tsx'
import { longText } from './long_text.tsx'
import { money } from './money.tsx'
import { multiChoice } from './multi_choice.tsx'
import { number } from './number.tsx'
import { percent } from './percent.tsx'
import { phone } from './phone.tsx'
import { anyRecord, reference } from './reference.tsx'
import { references } from './references.tsx'
import { richText } from './rich_text.tsx'
import type { FieldScreen } from './screen.ts'
import { signature } from './signature.tsx'
import { stage } from './stage.tsx'
import { autoNumber, text } from './text.tsx'
import { url } from './url.tsx'
import { user } from './user.tsx'

/** The screen of every field kind, by the kind's name. A new kind is its own file and one line here. */
export const fieldScreens: Readonly<Record<string, FieldScreen>> = {
  text,
  long_text: longText,
  rich_text: richText,
  number,
  money,
  percent,
  date,
  datetime,
  duration,
  bool,
  choice,
  multi_choice: multiChoice,
  user,
  department,
  reference,
  references,
  lines,
  file,
  image,
  phone,
  email,
  url,
  address,
  auto_number: autoNumber,
  formula,
  rollup,
  json,
  signature,
  geo,
  any_record: anyRecord,
  stage,
}

/** How a field is drawn; a kind this page does not know is shown as text. */
export function screenOf(field: AnyField): FieldScreen {
  if (field.result !== undefined) return { ...resultScreen(field.result), Edit: undefined }
  return fieldScreens[field.type] ?? text
}

/** Whether a field holds child rows. */
export const hasRows = (field: AnyField | undefined): boolean =>
  field !== undefined && screenOf(field).rows === true
