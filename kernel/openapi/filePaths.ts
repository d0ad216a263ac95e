import type { JsonSchema } from './fieldSchema.ts'
import { idempotent, inPath, inQuery, list, object, operation, string, upload } from './operation.ts'

const id = inPath('id')

const file = object({
  id: string,
  name: string,
  size: { type: 'integer' },
  type: string,
  kind: string,
  purpose: { type: ['string', 'null'] },
  created_at: string,
})
export const filePaths: Readonly<Record<string, JsonSchema>> = {
  '/api/files': {
    post: operation({
      summary: 'Upload a file',
      tag: 'files',
      status: 201,
      parameters: [idempotent],
      takes: 'multipart/form-data',
      body: upload({ object: string, record: string, purpose: string }),
      answer: file,
    }),
    get: operation({
      summary: 'Files on a record',
      tag: 'files',
      parameters: [
        { ...inQuery('object', 'Object of the record'), required: true },
        { ...inQuery('record', 'Id of the record'), required: true },
      ],
      answer: list(file),
    }),
  },
  '/api/files/{id}': {
    parameters: [id],
    get: operation({
      summary: 'The bytes',
      tag: 'files',
      parameters: [inQuery('inline', '1 shows a safe type in the browser')],
      gives: ['application/octet-stream'],
    }),
    delete: operation({ summary: 'Remove a file', tag: 'files', status: 204 }),
  },
}
