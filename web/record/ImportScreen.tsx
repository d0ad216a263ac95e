import { useQueryClient } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { Button } from 'antd'
import { useState } from 'react'
import { hasRows } from '../fields/kinds.ts'
import { addressOf } from '../ground/api.ts'
import { fieldsOf, isWritable, mayImport, type ScreenObject } from '../ground/definitions.ts'
import { NotFound } from '../ground/NotFound.tsx'
import { ProblemNote } from '../ground/ProblemNote.tsx'
import { forget } from '../ground/records.ts'
import { useScreens } from '../ground/session.ts'
import { useLabel, useWords } from '../words/words.ts'
import { DropZone } from './DropZone.tsx'
import { ImportFaults } from './ImportFaults.tsx'
import { ImportMapping } from './ImportMapping.tsx'
import { ImportQuestions } from './ImportQuestions.tsx'
import {
  faultyRows,
  sendSheet,
  withCorrection,
  type ImportAnswer,
  type ImportOptions,
} from './importSheet.ts'

/**
 * A sheet comes in: choose it, say what each column is, look at what is wrong, correct it here, let it in.
 */
export function ImportScreen() {
  const { object: name } = useParams({ strict: false }) as { object: string }
  const object = useScreens().objects[name]
  return object && mayImport(object) ? <Import key={name} object={object} /> : <NotFound />
}

function Import({ object }: { readonly object: ScreenObject }) {
  const t = useWords()
  const label = useLabel()
  const client = useQueryClient()
  const screens = useScreens()
  const [file, setFile] = useState<File>()
  const [options, setOptions] = useState<ImportOptions>({})
  const [checked, setChecked] = useState<ImportAnswer>()
  const [done, setDone] = useState<ImportAnswer>()
  const [stale, setStale] = useState(false)
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>()
  const fields = Object.fromEntries(
    Object.entries(fieldsOf(screens, object)).filter(
      ([name, field]) => (isWritable(field) && !hasRows(field)) || name === 'stage' || name === 'number',
    ),
  )

  async function run(sheet: File, wanted: ImportOptions, dryRun: boolean) {
    setBusy(true)
    setError(undefined)
    try {
      const answer = await sendSheet(object.name, sheet, wanted, dryRun)
      setChecked(answer)
      setStale(false)
      if (!dryRun) {
        setDone(answer)
        forget(client, object.name)
      }
    } catch (failed) {
      setError(failed)
    } finally {
      setBusy(false)
    }
  }
  const choose = (sheet: File) => {
    setFile(sheet)
    setOptions({})
    setDone(undefined)
    void run(sheet, {}, true)
  }
  const change = (next: ImportOptions) => {
    setOptions(next)
    setStale(true)
  }
  // Where no row is good the columns are not understood yet: that comes first.
  const unmapped = checked !== undefined && checked.rows > 0 && faultyRows(checked) === checked.rows
  const mapping = checked && (
    <ImportMapping answer={checked} fields={fields} options={options} onChange={change} />
  )
  const step = done ? 3 : checked ? 2 : 1
  return (
    <div className="page">
      <p className="crumbs">
        <Link to="/o/$object" params={{ object: object.name }}>
          {label(object.label, object.name)}
        </Link>
      </p>
      <h1>{t('import.title', { name: label(object.label, object.name) })}</h1>
      <ol className="import-steps">
        {(['import.step_file', 'import.step_check', 'import.step_done'] as const).map((word, at) => (
          <li key={word} aria-current={step === at + 1 ? 'step' : undefined}>
            {at + 1}. {t(word)}
          </li>
        ))}
      </ol>
      <ProblemNote error={error} />
      {!file && (
        <div className="card">
          <DropZone onFile={choose} />
          <p>
            <a href={addressOf(`/records/${object.name}/template`, { format: 'xlsx' })} download>
              {t('import.template')}
            </a>
          </p>
        </div>
      )}
      {file && checked && (
        <div className="record-main">
          <section className="card" aria-label={t('import.result')}>
            <div className="row spread">
              <h2>{file.name}</h2>
              <Button
                onClick={() => {
                  setFile(undefined)
                  setChecked(undefined)
                  setDone(undefined)
                }}
              >
                {t('import.other_file')}
              </Button>
            </div>
            <div className="figures">
              {(['rows', 'created', 'updated', 'unchanged'] as const).map((name) => (
                <div className="figure-box" key={name} data-figure={name}>
                  <b>{checked[name]}</b>
                  {t(
                    done && (name === 'created' || name === 'updated')
                      ? `import.was_${name}`
                      : `import.${name}`,
                  )}
                </div>
              ))}
              {Boolean(checked.left_out) && (
                <div className="figure-box" data-figure="left_out">
                  <b>{checked.left_out}</b>
                  {t('import.left_out')}
                </div>
              )}
              <div className="figure-box" data-figure="faults">
                <b>{faultyRows(checked)}</b>
                {t('import.faulty')}
              </div>
            </div>
            {done ? (
              <p>
                {t(checked.faults.length > 0 ? 'import.done_partly' : 'import.done')}{' '}
                <Link to="/o/$object" params={{ object: object.name }}>
                  {t('import.see')}
                </Link>
              </p>
            ) : (
              <p className="quiet">
                {t(
                  stale
                    ? 'import.check_again'
                    : checked.faults.length > 0
                      ? 'import.some_faults'
                      : 'import.all_good',
                )}
              </p>
            )}
            <div className="row">
              <Button
                type={stale ? 'primary' : 'default'}
                loading={busy}
                onClick={() => void run(file, options, true)}
                data-testid="check"
              >
                {t('import.check')}
              </Button>
              <Button
                type={stale ? 'default' : 'primary'}
                disabled={stale || busy}
                onClick={() => void run(file, options, false)}
                data-testid="import"
              >
                {t(done ? 'import.again' : 'import.run')}
              </Button>
            </div>
          </section>
          <ImportQuestions answer={checked} options={options} onChange={change} />
          {unmapped && mapping}
          <ImportFaults
            answer={checked}
            fields={fields}
            options={options}
            onCorrect={(row, column, value) => change(withCorrection(options, { row, column, value }))}
            onOptions={change}
          />
          {!unmapped && mapping}
        </div>
      )}
    </div>
  )
}
