import type { AnyRow, Finding, Work } from '../../model/index.ts'

/**
 * Rows of an object that another step brings; none where that step is not installed or knows no such field.
 * Both are refused before any statement is sent, so the transaction goes on.
 */
export async function findIfKnown(work: Work, object: string, finding: Finding): Promise<readonly AnyRow[]> {
  try {
    return await work.find(object, finding)
  } catch (error) {
    const { name, code } = error as { name?: string; code?: string }
    if (code === 'object_unknown' || name === 'ExpressionError') return []
    throw error
  }
}
