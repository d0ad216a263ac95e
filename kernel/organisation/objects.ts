import {
  administratorRole,
  anyRecord,
  bool,
  choice,
  datetime,
  defineModule,
  defineObject,
  department,
  email,
  everyoneRole,
  json,
  longText,
  multiChoice,
  phone,
  text,
  user,
} from '../../model/index.ts'

/**
 * Somebody who works here, or did: without a login (a seller of imported history, a worker without an
 * account) nobody signs in. Nobody is deleted: a leaver is made inactive and stays readable.
 */
export const person = defineObject('user', {
  label: { zh: '人员', en: 'Person' },
  title: 'name',
  open_fields: ['id', 'name', 'department'],
  decides_rights: true,
  fields: {
    name: text({ required: true, max: 80, search: true, label: { zh: '姓名', en: 'Name' } }),
    login: text({ protect: 'personal', unique: true, max: 254, label: { zh: '登录名', en: 'Login' } }),
    email: email({ label: { zh: '邮箱', en: 'E-mail' } }),
    phone: phone({ label: { zh: '手机', en: 'Mobile' } }),
    roles: multiChoice({}, { index: true, label: { zh: '角色', en: 'Roles' } }),
    manager: user({ label: { zh: '直接上级', en: 'Manager' } }),
    active: bool({ default: true, label: { zh: '在职', en: 'Active' } }),
    away_until: datetime({ label: { zh: '请假至', en: 'Away until' } }),
    takes_leads: bool({ default: true, label: { zh: '参与线索分配', en: 'Takes leads' } }),
    language: choice(
      { zh: { zh: '中文', en: 'Chinese' }, en: { zh: '英文', en: 'English' } },
      { default: 'zh', label: { zh: '语言', en: 'Language' } },
    ),
  },
  list: { columns: ['name', 'login', 'roles', 'department', 'active'], sort: 'name', filters: ['active'] },
  form: [
    ['name', 'login'],
    ['department', 'manager'],
    ['roles'],
    ['phone', 'email'],
    ['active', 'takes_leads', 'away_until', 'language'],
  ],
  access: {
    everyone: { read: true, fields: { login: 'hidden', email: 'hidden', phone: 'hidden', roles: 'hidden' } },
    admin: { create: true, read: true, update: true, export: true, import: true },
  },
})

/** Departments form a tree; the closure of it serves "mine and all below". */
export const departmentObject = defineObject('department', {
  label: { zh: '部门', en: 'Department' },
  title: 'name',
  open_fields: ['id', 'name', 'department', 'parent'],
  decides_rights: true,
  fields: {
    name: text({ required: true, max: 80, search: true, label: { zh: '名称', en: 'Name' } }),
    parent: department({ label: { zh: '上级部门', en: 'Above' } }),
    head: user({ label: { zh: '负责人', en: 'Head' } }),
  },
  list: { columns: ['name', 'parent', 'head'], sort: 'name' },
  form: [['name', 'parent', 'head']],
  access: { everyone: { read: true }, admin: { create: true, read: true, update: true, delete: true } },
})

/**
 * Whatever somebody has to do: approvals, follow-ups, reviews, sign-offs. Exactly one accountable person
 * (`owner`) and a due time.
 */
export const task = defineObject('task', {
  label: { zh: '待办', en: 'Task' },
  title: 'title',
  unsearchable: true,
  menu: false,
  fields: {
    title: text({ required: true, max: 300, label: { zh: '事项', en: 'What' } }),
    kind: text({ required: true, index: true, max: 60, label: { zh: '类型', en: 'Kind' } }),
    state: choice(
      {
        open: { zh: '待处理', en: 'Open' },
        done: { zh: '已完成', en: 'Done' },
        closed: { zh: '已关闭', en: 'Closed' },
      },
      { required: true, default: 'open', readonly: true, label: { zh: '状态', en: 'State' } },
    ),
    due_at: datetime({ index: true, label: { zh: '截止时间', en: 'Due' } }),
    record_object: text({ max: 60, label: { zh: '对象', en: 'Object' } }),
    record: anyRecord({ label: { zh: '记录', en: 'Record' } }),
    key: text({ max: 120, label: { zh: '唯一键', en: 'Key' } }),
    process_instance: text({ max: 40, readonly: true, label: { zh: '流程实例', en: 'Process instance' } }),
    process_task: text({ max: 80, readonly: true, label: { zh: '流程任务', en: 'Process task' } }),
    outcome: text({ max: 60, readonly: true, label: { zh: '结果', en: 'Outcome' } }),
    comment: longText({ max: 4000, label: { zh: '说明', en: 'Comment' } }),
    done_at: datetime({ readonly: true, label: { zh: '完成时间', en: 'Done' } }),
    data: json({ label: { zh: '附加信息', en: 'Data' } }),
  },
  indexes: [['owner', 'state', 'due_at'], ['record']],
  list: { columns: ['title', 'kind', 'owner', 'due_at', 'state'], sort: '-created_at' },
  access: {
    everyone: { create: true, read: 'own', update: 'own' },
    manager: { read: 'department_below' },
    admin: { read: true, update: true },
  },
})

export const organisation = defineModule({
  name: 'organisation',
  label: { zh: '组织', en: 'Organisation' },
  objects: [person, departmentObject, task],
  roles: [
    { name: administratorRole, label: { zh: '系统管理员', en: 'Administrator' }, second_factor: true },
    { name: 'manager', label: { zh: '总经理', en: 'General manager' }, answers_for: ['house'] },
    { name: everyoneRole, label: { zh: '所有人', en: 'Everyone' } },
  ],
})
