/**
 * What every company begins with: what the system does with personal data. A company puts its own words in
 * its place.
 */
export const shippedNotice = {
  zh: [
    '我们收到您的姓名、电话、邮箱和需求后，仅用于答复您的询问、提供报价与服务，以及履行合同。',
    '这些信息保存在本公司自己的系统中，只有负责此事的同事可以查看，查看会留下记录；不会出售，也不用于其他目的。',
    '您可以随时向我们查询、更正或要求删除您的信息；有法律或合同义务需要保存的部分，会保存到义务结束为止。',
  ].join('\n'),
  en: [
    'We use your name, telephone, e-mail and what you ask for to answer you, to make offers, to serve you, and to keep contracts.',
    'They lie in a system of our own. Only colleagues who deal with the matter see them, and that they did is recorded; nothing is sold or used for anything else.',
    'You may ask us at any time what we hold of you, have it corrected or removed; what law or a contract obliges us to keep stays until that obligation ends.',
  ].join('\n'),
} as const
