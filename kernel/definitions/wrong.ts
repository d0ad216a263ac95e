import { refuse, type Label } from '../../model/index.ts'

/**
 * A refusal of a definition that names the place, by what people call it where it has a name of theirs.
 * @example throw wrong('lead.x_size', { zh: '缺少字段标题', en: 'its label is missing' })
 */
export const wrong = (place: string, what: Label, called: Label = { zh: place }): Error => {
  const sentence = { zh: `${called.zh}：${what.zh}`, en: `${called.en ?? called.zh}: ${what.en ?? what.zh}` }
  return refuse('definition_wrong', sentence, { field: place })
}
