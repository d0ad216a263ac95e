import { bool, choice, date, defineObject, email, image, longText, money, phone, reference, text, type Row } from '../../model/index.ts'
import { productLines, sources } from '../leads/index.ts'

export const grades = { a: { zh: 'A', en: 'A' }, b: { zh: 'B', en: 'B' }, c: { zh: 'C', en: 'C' } } as const

/** One legal entity, one record, shared by everybody; it stays when a seller leaves. */
export const customer = defineObject('customer', {
  label: { zh: '客户', en: 'Customer' },
  title: 'name',
  number: 'KH{yyyy}-{00000}',
  fields: {
    name: text({ required: true, max: 200, search: true, label: { zh: '客户名称', en: 'Name' } }),
    short_name: text({ max: 80, search: true, label: { zh: '简称', en: 'Short name' } }),
    english_name: text({ max: 200, search: true, label: { zh: '英文名称', en: 'English name' } }),
    code: text({ max: 60, search: true, index: true, label: { zh: '客户代码', en: 'Code' } }),
    status: choice({ prospect: { zh: '潜在客户', en: 'Prospect' }, customer: { zh: '正式客户', en: 'Customer' }, silent: { zh: '沉默客户', en: 'Silent' }, lost: { zh: '流失客户', en: 'Lost' } }, { required: true, default: 'prospect', label: { zh: '客户状态', en: 'Status' } }),
    grade: choice(grades, { label: { zh: '等级', en: 'Grade' } }),
    trial: bool({ default: true, label: { zh: '试单期', en: 'Trial period' } }),
    annual_purchase: money({ label: { zh: '年采购额', en: 'Annual purchase' } }),
    industry: text({ max: 120, label: { zh: '行业', en: 'Industry' } }),
    main_product: text({ max: 200, label: { zh: '主营产品', en: 'Main product' } }),
    company_size: choice({ s: { zh: '100人以下', en: 'Under 100' }, m: { zh: '100-500人', en: '100-500' }, l: { zh: '500人以上', en: 'Over 500' } }, { label: { zh: '公司规模', en: 'Size' } }),
    product_line: choice(productLines, { label: { zh: '产品线', en: 'Product line' } }),
    province: text({ max: 40, label: { zh: '省份', en: 'Province' } }),
    city: text({ max: 40, label: { zh: '城市', en: 'City' } }),
    address: text({ max: 300, label: { zh: '地址', en: 'Address' } }),
    phone: phone({ label: { zh: '电话', en: 'Phone' } }),
    // Words, not a url: companies print two addresses in one line, and a customer is not kept out for that.
    website: text({ max: 300, label: { zh: '网站', en: 'Website' } }),
    source: choice(sources, { label: { zh: '来源', en: 'Source' } }),
    tax_number: text({ max: 40, format: 'tax_number', label: { zh: '税号', en: 'Tax number' } }),
    bank_name: text({ protect: 'financial', max: 200, label: { zh: '开户行及付款户名', en: 'Bank and payer name' } }),
    credit_limit: money({ protect: 'commercial', label: { zh: '信用额度', en: 'Credit limit' } }),
    first_contact_on: date({ label: { zh: '首次接触日期', en: 'First contact' } }),
    won_on: date({ readonly: true, label: { zh: '成交日期', en: 'Won on' } }),
    remarks: longText({ label: { zh: '备注', en: 'Remarks' } }),
  },
  list: { columns: ['number', 'name', 'short_name', 'status', 'grade', 'industry', 'province', 'owner', 'updated_at'], sort: '-created_at', filters: ['status', 'grade', 'owner', 'product_line'] },
  form: [['name', 'short_name'], ['status', 'grade', 'trial'], ['industry', 'main_product'], ['company_size', 'annual_purchase'], ['province', 'city'], ['address'], ['phone', 'website'], ['tax_number', 'bank_name'], ['credit_limit', 'source'], ['remarks']],
  related: ['contacts', 'opportunities', 'activities', 'quotes', 'contracts', 'orders', 'receivables', 'equipment', 'tickets', 'leads'],
  access: {
    // Grade, trial and credit set how low a price may go and how much may be owed: not the word of who sells.
    sales: { create: true, read: 'own', update: 'own', actions: true, fields: { grade: 'read', trial: 'read', credit_limit: 'read' } },
    sales_director: { create: true, read: 'department_below', update: 'department_below', delete: 'department_below', export: true, import: true, actions: true },
    manager: { create: true, read: true, update: true, delete: true, export: true, import: true, actions: true },
    admin: { create: true, read: true, update: true, export: true, import: true, actions: true },
    tech_lead: { read: true }, planner: { read: true }, quality: { read: true }, finance: { read: true, update: true }, service_engineer: { read: true }, warehouse: { read: true }, purchaser: { read: true },
  },
})
export type Customer = Row<typeof customer>

/** A person at a customer, with the part they play in buying. */
export const contact = defineObject('contact', {
  label: { zh: '联系人', en: 'Contact' },
  title: 'name',
  person: 'name',
  fields: {
    customer: reference('customer', { required: true, inverse: 'contacts', label: { zh: '客户', en: 'Customer' } }),
    name: text({ protect: 'personal', required: true, max: 80, search: true, label: { zh: '姓名', en: 'Name' } }),
    job_title: text({ max: 80, label: { zh: '职务', en: 'Job title' } }),
    job_function: choice({ technical_director: { zh: '技术总监', en: 'Technical director' }, purchasing: { zh: '采购', en: 'Purchasing' }, technical: { zh: '技术', en: 'Technical' }, quality: { zh: '质量', en: 'Quality' }, finance: { zh: '财务', en: 'Finance' }, management: { zh: '管理层', en: 'Management' }, production: { zh: '生产', en: 'Production' } }, { label: { zh: '职能', en: 'Function' } }),
    buying_role: choice({ decision_maker: { zh: '决策者', en: 'Decision maker' }, user: { zh: '使用者', en: 'User' }, influencer: { zh: '影响者', en: 'Influencer' } }, { label: { zh: '决策角色', en: 'Buying role' } }),
    concern: text({ max: 300, label: { zh: '关注点', en: 'Concern' } }),
    phone: phone({ label: { zh: '手机', en: 'Mobile' } }),
    email: email({ label: { zh: '邮箱', en: 'E-mail' } }),
    wechat: text({ protect: 'personal', max: 60, label: { zh: '微信', en: 'WeChat' } }),
    card: image({ protect: 'personal', label: { zh: '名片', en: 'Business card' } }),
    next_contact_on: date({ label: { zh: '下次联系', en: 'Next contact' } }),
  },
  list: { columns: ['name', 'customer', 'job_function', 'buying_role', 'phone', 'email'], sort: '-created_at' },
  form: [['customer', 'name'], ['job_title', 'job_function', 'buying_role'], ['phone', 'email', 'wechat'], ['concern'], ['next_contact_on', 'card']],
  access: { inherit: 'customer' },
})
export type Contact = Row<typeof contact>
