import { fieldKinds, kindOf, levelOf, protectionOf, type Field, type ObjectDef } from '../../model/index.ts'
import {
  fieldAccess,
  grantsOf,
  isAdministrator,
  mayAct,
  mayChangeTerm,
  mayCreate,
  mayExport,
  mayImport,
  mayReadAny,
  parentOf,
} from '../access/grants.ts'
import { sortableFields } from '../workspace/syncTables.ts'
import type { Tx } from '../workspace/transact.ts'

/**
 * What the caller's screens need of the definitions, cut to the caller's rights: an object that may not be
 * read is not named.
 */
export function describeDefinitions(tx: Tx) {
  const { definitions, actor } = tx
  const visible = Object.values(definitions.objects).filter((object) =>
    mayReadAny(definitions, object, actor),
  )
  const names = new Set(visible.map((object) => object.name))
  const ofVisible = <T extends { readonly object: string }>(all: Readonly<Record<string, T>>) =>
    Object.fromEntries(Object.entries(all).filter(([, one]) => names.has(one.object)))
  return {
    version: definitions.version,
    modules: definitions.modules,
    objects: Object.fromEntries(visible.map((object) => [object.name, describeObject(tx, object)])),
    pipelines: ofVisible(definitions.pipelines),
    actions: Object.fromEntries(visible.map((object) => [object.name, describeActions(tx, object)])),
    reports: ofVisible(
      Object.fromEntries(
        Object.entries(definitions.reports).filter(
          ([, report]) => !report.roles || report.roles.some((role) => actor.roles.includes(role)),
        ),
      ),
    ),
    processes: Object.fromEntries(
      Object.values(definitions.processes)
        .filter((one) => names.has(one.object))
        .map((one) => [one.name, { name: one.name, label: one.label, object: one.object }]),
    ),
    roles: definitions.roles,
    inverses: Object.fromEntries(
      Object.entries(definitions.inverses)
        .filter(([name]) => names.has(name))
        .map(([name, all]) => [
          name,
          Object.fromEntries(Object.entries(all).filter(([, inverse]) => names.has(inverse.object))),
        ]),
    ),
    field_kinds: Object.fromEntries(
      Object.values(fieldKinds).map((kind) => [kind.name, { label: kind.label, feel: kind.feel }]),
    ),
    changes_terms: Object.values(definitions.terms).some((term) => mayChangeTerm(actor, term)),
    admin: isAdministrator(actor),
  }
}

function describeObject(tx: Tx, object: ObjectDef) {
  const { definitions, actor } = tx
  const hidden = fieldAccess(definitions, object, actor)
  const fields = Object.fromEntries(
    Object.entries(object.fields)
      .filter(([name]) => !hidden?.hidden(name))
      .map(([name, field]) => [
        name,
        {
          ...field,
          ...protectedAs(field),
          ...(kindOf(field).computed || hidden?.readonly(name) ? { readonly: true } : {}),
        },
      ]),
  )
  const grants = grantsOf(parentOf(object) ? definitions.objects[parentOf(object)!.object]! : object, actor)
  const any = (verb: 'update' | 'delete') => grants.some((grant) => Boolean(grant[verb]))
  return {
    ...object,
    fields,
    list: object.list && {
      ...object.list,
      columns: object.list.columns.filter((name) => !hidden?.hidden(name)),
    },
    sortable: [...sortableFields(object, definitions)].filter((name) => !hidden?.hidden(name)),
    access: isAdministrator(actor) ? object.access : undefined,
    may: {
      create: mayCreate(definitions, object, actor),
      read: true,
      update: any('update'),
      delete: any('delete'),
      export: mayExport(object, actor),
      import: mayImport(definitions, object, actor),
    },
  }
}

/** The level of a field, and whether conditions on it stay out of addresses: screens know no kinds. */
function protectedAs(field: Field) {
  const protection = protectionOf(field)
  return protection ? { protect: levelOf(field), ...(protection.addressed ? {} : { unaddressed: true }) } : {}
}

const describeActions = (tx: Tx, object: ObjectDef) =>
  Object.fromEntries(
    Object.values(tx.definitions.actions[object.name] ?? {})
      .filter((action) => mayAct(tx.definitions, object, action, tx.actor))
      .map(({ run: _, ...action }) => [action.name, action]),
  )
