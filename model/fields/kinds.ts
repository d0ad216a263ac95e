import type { Field, FieldKind } from '../field.ts'
import { addressKind } from './address.ts'
import { anyRecordKind } from './any_record.ts'
import { autoNumberKind } from './auto_number.ts'
import { boolKind } from './bool.ts'
import { choiceKind } from './choice.ts'
import { dateKind } from './date.ts'
import { datetimeKind } from './datetime.ts'
import { durationKind } from './duration.ts'
import { emailKind } from './email.ts'
import { fileKind, imageKind } from './file.ts'
import { formulaKind, resultType, rollupKind } from './formula.ts'
import { geoKind } from './geo.ts'
import { jsonKind } from './json.ts'
import { linesKind } from './lines.ts'
import { longTextKind } from './long_text.ts'
import { moneyKind } from './money.ts'
import { multiChoiceKind } from './multi_choice.ts'
import { numberKind } from './number.ts'
import { percentKind } from './percent.ts'
import { phoneKind } from './phone.ts'
import { departmentKind, referenceKind, userKind } from './reference.ts'
import { referencesKind } from './references.ts'
import { richTextKind } from './rich_text.ts'
import { signatureKind } from './signature.ts'
import { textKind } from './text.ts'
import { urlKind } from './url.ts'

/** Every kind of field there is, by name. A new kind is its own file and one line here. */
export const fieldKinds: Readonly<Record<string, FieldKind>> = Object.fromEntries(
  [
    textKind,
    longTextKind,
    richTextKind,
    numberKind,
    moneyKind,
    percentKind,
    dateKind,
    datetimeKind,
    durationKind,
    boolKind,
    choiceKind,
    multiChoiceKind,
    userKind,
    departmentKind,
    referenceKind,
    referencesKind,
    linesKind,
    fileKind,
    imageKind,
    phoneKind,
    emailKind,
    urlKind,
    addressKind,
    autoNumberKind,
    formulaKind,
    rollupKind,
    jsonKind,
    signatureKind,
    geoKind,
    anyRecordKind,
  ].map((kind) => [kind.name, kind]),
)

/** The kind of a field; a definition that names an unknown kind is broken. */
export function kindOf(field: Field): FieldKind {
  const kind = fieldKinds[field.type]
  if (!kind) throw new Error(`No field kind "${field.type}"`)
  return kind
}

/** FEEL type of a field's value. */
export const feelTypeOf = (field: Field) =>
  kindOf(field).feel === 'any' && field.type !== 'json' ? resultType(field) : kindOf(field).feel
