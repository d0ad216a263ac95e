/**
 * The quotation a customer receives: A4, Chinese or English by its labels, any number of lines over several
 * pages. Data: { company: {name, address, phone, bank, logo?, seal?}, quote: {number, date, valid_until,
 * customer, contact, currency, tax_note}, lines: [{no, code, name, spec, quantity, unit, price, amount}],
 * totals: {subtotal, discount, tax, total, total_in_words}, terms: [text], labels: {…} }. Numbers arrive as
 * the text to be printed, already rounded: what is shown is what was calculated. A part that is empty is left
 * out. `logo` and `seal` name given files.
 */
export const quotationTemplate = `#let data = json(bytes(sys.inputs.data))
#let company = data.company
#let quote = data.quote
#let totals = data.totals
#let label(key) = data.labels.at(key, default: key)
#let given(dict, key) = { let value = dict.at(key, default: none); if value == none { "" } else { str(value) } }
#let ink = rgb("#1f2937")
#let soft = rgb("#6b7280")
#let line-colour = rgb("#d1d5db")
#let accent = rgb("#1d4f91")
#let english = data.labels.at("language", default: "zh") == "en"

#set document(title: label("title") + " " + given(quote, "number"), author: given(company, "name"))
#set text(font: "Noto Sans SC", size: 9pt, fill: ink, lang: if english { "en" } else { "zh" }, region: if english { "US" } else { "CN" })
#set par(leading: 0.62em)
#set page(
  paper: "a4",
  margin: (x: 16mm, top: 24mm, bottom: 20mm),
  header: context {
    if counter(page).get().first() > 1 {
      set text(8pt, fill: soft)
      grid(columns: (1fr, auto), given(company, "name"), label("title") + "  " + given(quote, "number"))
      v(-4pt)
      line(length: 100%, stroke: 0.4pt + line-colour)
    }
  },
  footer: context {
    set text(7.5pt, fill: soft)
    line(length: 100%, stroke: 0.4pt + line-colour)
    v(-4pt)
    grid(
      columns: (1fr, auto),
      (given(company, "name"), given(company, "address"), given(company, "phone")).filter(part => part != "").join("  ·  "),
      counter(page).display("1 / 1", both: true),
    )
  },
)

// Head: who offers, and what this paper is
#v(-8mm)
#grid(
  columns: (1fr, auto),
  align: (left + horizon, right + horizon),
  column-gutter: 8mm,
  {
    if given(company, "logo") != "" { image(company.logo, height: 11mm); v(1mm) }
    text(13pt, weight: "bold", given(company, "name"))
    linebreak()
    text(8pt, fill: soft, (given(company, "address"), given(company, "phone")).filter(part => part != "").join("  ·  "))
  },
  {
    text(20pt, weight: "bold", fill: accent, tracking: if english { 0pt } else { 4pt }, label("title"))
    linebreak()
    text(9pt, fill: soft, given(quote, "number"))
  },
)
#v(1mm)
#line(length: 100%, stroke: 1.2pt + accent)
#v(1mm)

// For whom, until when, in which money
#let fact(key) = (text(fill: soft, label(key)), given(quote, key))
#let facts = ("customer", "number", "contact", "date", "currency", "valid_until", "tax_note").filter(key => given(quote, key) != "")
#block(fill: rgb("#f5f7fa"), inset: (x: 4mm, y: 3mm), radius: 2pt, width: 100%,
  grid(columns: (auto, 1.5fr, auto, 1fr), column-gutter: 4mm, row-gutter: 2.6mm, ..facts.map(fact).flatten()))
#v(2mm)

// The lines; the head comes again on every page, a row is never cut in two
#let head(key) = text(weight: "bold", fill: white, label(key))
#let coded = data.lines.any(row => given(row, "code") != "")
#let cells(row) = (given(row, "no"), ..if coded { (given(row, "code"),) }, {
  text(weight: "bold", given(row, "name"))
  if given(row, "spec") != "" { linebreak(); text(8pt, fill: soft, given(row, "spec")) }
}, given(row, "quantity"), given(row, "unit"), given(row, "price"), given(row, "amount"))
#set table.cell(breakable: false)
#table(
  columns: (auto, ..if coded { (27mm,) }, 1fr, auto, auto, auto, auto),
  align: (center, ..if coded { (left,) }, left, right, center, right, right).map(side => side + horizon),
  inset: (x: 2mm, y: 1.9mm),
  stroke: (x, y) => (bottom: 0.4pt + line-colour),
  fill: (x, y) => if y == 0 { accent } else if calc.even(y) { rgb("#f9fafb") },
  table.header(..("no", ..if coded { ("code",) }, "name", "quantity", "unit", "price", "amount").map(head)),
  ..data.lines.map(cells).flatten(),
)

// What it comes to
#let sum(key) = if given(totals, key) == "" { () } else { (text(fill: soft, label(key)), given(totals, key)) }
#block(breakable: false, width: 100%, {
  align(right, block(width: 78mm, {
    grid(columns: (1fr, auto), column-gutter: 4mm, row-gutter: 2.4mm, inset: (x: 2mm), align: (left, right), ..sum("subtotal"), ..sum("discount"), ..sum("tax"))
    v(-1mm)
    block(fill: accent, inset: (x: 2mm, y: 2.2mm), radius: 2pt, width: 100%,
      text(11pt, weight: "bold", fill: white, grid(columns: (1fr, auto), column-gutter: 4mm, align: (left, right), label("total"), given(totals, "total"))))
  }))
  if given(totals, "total_in_words") != "" {
    v(-1mm)
    align(right, text(9pt, { text(fill: soft, label("total_in_words")); h(2mm); text(weight: "bold", totals.total_in_words) }))
  }
})

#if data.at("terms", default: ()).len() > 0 {
  v(2mm)
  block(breakable: false, sticky: true, text(10pt, weight: "bold", fill: accent, label("terms")))
  block(sticky: true, enum(indent: 1mm, body-indent: 2mm, spacing: 1.9mm, ..data.terms.map(term => str(term))))
}
#if given(company, "bank") != "" {
  block(sticky: true, { text(weight: "bold", label("bank") + if english { ": " } else { "：" }); company.bank })
}

// Where both sign; the seal lies over the seller's name as stamped by hand
#v(6mm)
#block(breakable: false, width: 100%, grid(
  columns: (1fr, 1fr), column-gutter: 12mm,
  ..(("seller", given(company, "name")), ("buyer", given(quote, "customer"))).map(((key, name)) => {
    text(fill: soft, label(key)); linebreak(); v(1mm)
    text(weight: "bold", name)
    if key == "seller" and given(company, "seal") != "" { place(dx: 22mm, dy: -14mm, image(company.seal, width: 36mm)) }
    v(13mm)
    line(length: 100%, stroke: 0.5pt + soft)
    v(-1mm)
    text(8pt, fill: soft, label("signature"))
  }),
))
`

/** The words on the paper. A company may pass its own in their place. */
export const quotationLabels = {
  zh: {
    language: 'zh',
    title: '报价单',
    number: '报价单号',
    date: '报价日期',
    valid_until: '有效期至',
    customer: '客户',
    contact: '联系人',
    currency: '币种',
    tax_note: '税率说明',
    no: '序号',
    code: '编码',
    name: '名称 / 规格',
    quantity: '数量',
    unit: '单位',
    price: '单价',
    amount: '金额',
    subtotal: '小计',
    discount: '优惠',
    tax: '税额',
    total: '合计',
    total_in_words: '大写金额：人民币',
    terms: '商务条款',
    bank: '收款账户',
    seller: '供方',
    buyer: '需方',
    signature: '签字 / 盖章 / 日期',
  },
  en: {
    language: 'en',
    title: 'Quotation',
    number: 'Quotation no.',
    date: 'Date',
    valid_until: 'Valid until',
    customer: 'Customer',
    contact: 'Attention',
    currency: 'Currency',
    tax_note: 'Tax',
    no: 'No.',
    code: 'Code',
    name: 'Description',
    quantity: 'Qty',
    unit: 'Unit',
    price: 'Unit price',
    amount: 'Amount',
    subtotal: 'Subtotal',
    discount: 'Discount',
    tax: 'Tax',
    total: 'Total',
    total_in_words: 'In words',
    terms: 'Terms',
    bank: 'Bank',
    seller: 'Seller',
    buyer: 'Buyer',
    signature: 'Signature / stamp / date',
  },
} as const
