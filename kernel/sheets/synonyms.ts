import { compactText } from './fold.ts'

/** Words that headers use for one thing. A header and a field meet here when their own names do not. */
const groups: readonly (readonly string[])[] = [
  ['account', 'customer', 'client', 'company', 'company name', 'account name', 'customer name', '客户', '公司', '客户名称', '公司名称', '企业名称', '单位名称', '客户公司'],
  ['owner', 'sales agent', 'sales rep', 'salesperson', 'seller', 'account owner', 'assigned to', '负责人', '业务员', '销售', '销售员', '销售人员', '跟进人', '归属人'],
  ['product', 'product name', 'item', '产品', '产品名称', '品名'],
  ['stage', 'deal stage', 'sales stage', '阶段', '销售阶段', '商机阶段', '当前阶段'],
  ['amount', 'value', 'deal value', 'close value', 'deal amount', '金额', '成交金额', '商机金额', '合同金额'],
  ['price', 'unit price', 'sales price', 'list price', '价格', '单价', '售价'],
  ['quantity', 'qty', '数量'],
  ['phone', 'tel', 'telephone', 'mobile', 'phone number', 'mobile phone', '电话', '手机', '联系电话', '手机号', '手机号码', '电话号码'],
  ['email', 'mail', 'e-mail', 'email address', '邮箱', '电子邮件', '电子邮箱', '邮件'],
  ['contact', 'contact name', 'contact person', '联系人', '联系人姓名'],
  ['source', 'lead source', 'channel', '来源', '线索来源', '客户来源', '渠道'],
  ['note', 'notes', 'remark', 'remarks', 'memo', 'comment', 'description', '备注', '说明', '描述'],
  ['close date', 'expected close', 'expected close date', 'closing date', '成交日期', '预计成交日期', '关闭日期'],
  ['industry', 'sector', 'ind', '行业', '所属行业'],
  ['address', 'addr', '地址', '详细地址', '公司地址'],
  ['province', 'prov', '省', '省份'],
  ['city', 'town', '市', '城市'],
  ['short name', 'short', 'abbreviation', '简称', '公司简称', '客户简称'],
  ['english name', 'name in english', 'en', '英文名', '英文名称'],
  ['region', 'regional office', '区域', '地区', '大区'],
  ['website', 'web', 'url', 'homepage', '网址', '网站', '官网'],
  ['external id', 'opportunity id', '外部编号', '原系统编号'],
  ['department', 'dept', '部门', '所属部门'],
  ['parent', 'subsidiary of', 'parent company', '母公司', '上级公司', '上级'],
  ['name', 'title', 'full', 'full name', '全称', '名称', '姓名', '标题'],
]

const groupByWord = new Map(groups.flatMap((words, group) => words.map((word) => [compactText(word), group] as const)))

/** The group of words that a header or the name of a field belongs to. */
export const synonymGroup = (word: string): number | undefined => groupByWord.get(compactText(word))
