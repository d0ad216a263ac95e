import {
  choice,
  datetime,
  defineObject,
  email,
  longText,
  reference,
  text,
  type Row,
} from '../../model/index.ts'

/** A mail of the conversation about a lead. Its Message-ID is how later answers find the lead. */
export const leadMail = defineObject('lead_mail', {
  label: { zh: '邮件', en: 'Mail' },
  title: 'subject',
  person: 'sender_name',
  menu: false,
  unsearchable: true,
  fields: {
    lead: reference('lead', {
      required: true,
      readonly: true,
      inverse: 'mails',
      label: { zh: '线索', en: 'Lead' },
    }),
    subject: text({ readonly: true, max: 500, label: { zh: '主题', en: 'Subject' } }),
    direction: choice(
      { in: { zh: '收到', en: 'Received' }, out: { zh: '我方发出', en: 'Sent by us' } },
      { required: true, readonly: true, default: 'in', label: { zh: '方向', en: 'Direction' } },
    ),
    sender_name: text({
      protect: 'personal',
      readonly: true,
      max: 80,
      label: { zh: '发件人', en: 'Sender' },
    }),
    sender: email({ readonly: true, label: { zh: '发件地址', en: 'From' } }),
    sent_at: datetime({ readonly: true, label: { zh: '发出时间', en: 'Sent' } }),
    text: longText({ protect: 'personal', readonly: true, label: { zh: '正文', en: 'Text' } }),
    message_id: text({ readonly: true, max: 200, index: true, label: { zh: '邮件编号', en: 'Message-ID' } }),
  },
  list: { columns: ['sent_at', 'direction', 'sender_name', 'sender', 'subject'], sort: '-created_at' },
  access: { inherit: 'lead' },
})
export type LeadMail = Row<typeof leadMail>
