import { PrinterOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { Button } from 'antd'
import { Qr } from '../../../web/fields/Qr.tsx'
import { ProblemNote } from '../../../web/ground/ProblemNote.tsx'
import { recordQuery } from '../../../web/ground/records.ts'
import { useWords } from './words.ts'

/** The label for a machine at the customer's: scanning it opens the repair page. */
export default function EquipmentCode() {
  const t = useWords()
  const { id } = useParams({ strict: false }) as { id: string }
  const { data, error } = useQuery(recordQuery('equipment', id))
  const address = typeof data?.token === 'string' ? `${location.origin}/repair/${data.token}` : undefined
  return (
    <div className="page codes" data-testid="codes">
      <div className="row spread no-print">
        <h1>{t('repair.machine_code')}</h1>
        <Button icon={<PrinterOutlined />} disabled={!address} onClick={() => print()}>
          {t('repair.print')}
        </Button>
      </div>
      <ProblemNote error={error} />
      {data && !address && <p className="quiet">{t('repair.no_token')}</p>}
      {data && address && (
        <article className="code-card" data-code={String(data.token)}>
          <Qr text={address} title={t('repair.machine_code')} />
          <div>
            <h2>{String(data.name)}</h2>
            <p className="mono">{String(data.serial ?? data.number ?? '')}</p>
            <p>{t('repair.machine_hint')}</p>
            <p className="no-print">
              <Link
                to={`/repair/${String(data.token)}` as '/'}
              >{`/repair/${String(data.token).slice(0, 8)}…`}</Link>
            </p>
          </div>
        </article>
      )}
    </div>
  )
}
