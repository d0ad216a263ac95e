import { Link } from '@tanstack/react-router'
import { menuOf } from '../ground/definitions.ts'
import { useScreens } from '../ground/session.ts'
import { useLabel, useWords } from '../words/words.ts'

/** Where the company makes the system its own: people, roles, fields. */
export function StudioScreen() {
  const t = useWords()
  const label = useLabel()
  const screens = useScreens()
  const people = Object.values(screens.objects).filter((one) => one.decides_rights && one.may.read)
  return (
    <div className="page">
      <h1>{t('nav.studio')}</h1>
      <div className="record-main">
        <section className="card">
          <h2>{t('studio.people')}</h2>
          <div className="tiles">
            {people.map(({ name, label: called }) => (
              <Link key={name} className="tile" to="/o/$object" params={{ object: name }}>
                {label(called, name)}
              </Link>
            ))}
            <Link className="tile" to="/studio/roles">
              {t('studio.roles')}
            </Link>
            <Link className="tile" to="/studio/sign-in">
              {t('access.title')}
            </Link>
            <Link className="tile" to="/studio/privacy">
              {t('privacy.title')}
            </Link>
            <Link className="tile" to="/studio/readings">
              {t('privacy.readings')}
            </Link>
            <Link className="tile" to="/studio/watch">
              {t('watch.title')}
            </Link>
          </div>
        </section>
        <section className="card">
          <h2>{t('studio.rules')}</h2>
          <div className="tiles">
            <Link className="tile" to="/studio/terms">
              {t('terms.title')}
            </Link>
          </div>
        </section>
        <section className="card">
          <h2>{t('studio.connections')}</h2>
          <div className="tiles">
            <Link className="tile" to="/studio/outgoing">
              {t('studio.outgoing')}
            </Link>
          </div>
        </section>
        <section className="card">
          <h2>{t('studio.objects')}</h2>
          <p className="quiet">{t('studio.objects_hint')}</p>
          {menuOf(screens).map((module) => (
            <div key={module.name}>
              <h3>{label(module.label, module.name)}</h3>
              <div className="tiles" style={{ margin: '6px 0 14px' }}>
                {module.objects.map((object) => (
                  <Link
                    key={object.name}
                    className="tile"
                    to="/studio/objects/$object"
                    params={{ object: object.name }}
                  >
                    {label(object.label, object.name)}
                  </Link>
                ))}
              </div>
            </div>
          ))}
        </section>
      </div>
    </div>
  )
}
