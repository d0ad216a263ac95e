import type { Stroke } from './drawing.ts'

/** What a stroke is for. Annotation is drawn for people and never reaches the machine. */
export type Role = 'cut' | 'bend' | 'etch' | 'annotation'

export interface RoleRule {
  readonly role: Role
  readonly layer?: RegExp
  readonly linetype?: RegExp
  /** AutoCAD colour indices. */
  readonly colours?: readonly number[]
}

/**
 * First match wins. Layer names are those that Inventor (IV_*), SolidWorks, Fusion, CAXA, TRUMPF and plain
 * Chinese or English drawings use; a company adds its own rules, by colour too, in front.
 */
export const defaultRoleRules: readonly RoleRule[] = [
  { role: 'annotation', layer: /^(defpoints|iv_tangent|iv_arc_centers|iv_tool_center.*|iv_altrep.*)$/i },
  { role: 'bend', layer: /bend|fold|crease|折弯|折线|弯线|压弯/i },
  { role: 'etch', layer: /(?<!sk)etch|engrav|mark|scribe|刻|打标|划线|打码/i },
  {
    role: 'annotation',
    layer:
      /dim|text|note|anno|title|border|frame|cent(er|re)|hatch|hidden|constr|guide|sketch|symbol|标注|尺寸|文字|文本|图框|边框|标题|中心|剖面|剖线|虚线|隐藏|辅助|参考|说明|符号/i,
  },
  {
    role: 'annotation',
    linetype: /center|cen\b|phantom|divide|dashdot|dot|acad_iso0[4-9]|acad_iso1|中心|点划|点画/i,
  },
  { role: 'annotation', linetype: /hidden|dash|acad_iso0[23]|虚线/i },
]

export function roleOf(stroke: Stroke, rules: readonly RoleRule[] = defaultRoleRules): Role {
  const hit = rules.find(
    (rule) =>
      (rule.layer?.test(stroke.layer) ?? true) &&
      (rule.linetype?.test(stroke.linetype) ?? true) &&
      (rule.colours?.includes(stroke.colour) ?? true),
  )
  return hit?.role ?? 'cut'
}
