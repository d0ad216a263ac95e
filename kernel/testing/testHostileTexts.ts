/**
 * Texts that break what does not expect them, by what they try. Written for this project: each is a kind of trouble,
 * not a record of somebody's attack.
 */
const words = ['undefined', 'null', 'NULL', '(null)', 'nil', 'NaN', 'Infinity', 'true', 'False', 'None',
  'then', '__proto__', 'constructor', 'toString', 'hasOwnProperty', '\\', '\\\\', '\\n', '\\0', '%00']

const numbers = ['0', '-0', '+0', '00', '1.00', '.5', '5.', '1e2', '1E-7', '1,000.00', '1.000,00', '0x1F',
  '0b11', '0o17', '٣', '１２３', '½', '-1.', '--1', '1/0', '9007199254740993', '1'.repeat(120),
  `0.${'3'.repeat(120)}`, '2026-02-30', '29/2/2025', '24:61']

const signs = ['\'', '"', '`', '\'\'', '""', '\'"\'', '"\'"', '<>?:"{}|_+', ',./;\'[]\\-=', '!@#$%^&*()`~',
  '&amp;', '&lt;b&gt;', '&#x41;', '%41', '%zz', '{{7*7}}', '${7*7}', '#{7*7}', '%s%d%n', '$1 $& $$',
  '*bold* _it_ ~no~', '| a | b |', '-- ', '/* */', '//']

const writings = [
  '贯通系统', '繁體中文「引號」', '東京都港区', '田中さんにあげて下さい', '서울특별시', 'Ελληνικά', 'Кириллица', 'עִבְרִית', 'مرحبا بالعالم',
    'ภาษาไทย', 'हिन्दी', 'ﬀ ﬁ ﬂ', 'ÅÄÖ åäö ß ẞ', 'İıI', 'é e\u0301', 'ǅ', '𠮷野家', '㐀㐁', '𝔘𝔫𝔦', '①②③',
    'ＦＵＬＬ　ＷＩＤＴＨ', '‰ № ℃ ㎡', '👩‍👩‍👧‍👦', '🇨🇳🇩🇪', '👍🏽', '❤️', '＼(≧▽≦)／', '(╯°□°)╯︵ ┻━┻',
]

const invisible = [
  'a\u200bb', 'a\u200db', '\ufeffstart', 'a\u00adb', 'a\u2028b', 'a\u2029b', 'a\u0085b', '\u202eover\u202c',
    '\u2066iso\u2069', '\u200fright', 'a\u00a0b', 'a\u3000b', 'tab\there', 'line\nbreak', 'line\r\nbreak',
    'bell\u0007', 'esc\u001b[31m', 'del\u007f', `Z${'\u0335\u0321\u034e'.repeat(12)}`,
    '\u0e49\u0e49\u0e49\u0e49', '\ue000', '\ufffd', '\uffff', '  both ends  ',
]

const pages = [
  '<script>alert(1)</script>', '"><script>alert(1)</script>', '\' onmouseover=alert(1) x=\'',
    '<img src=x onerror=alert(1)>', '<svg onload=alert(1)>', '<svg/onload=alert(1)//',
    '<a href="javascript:alert(1)">x</a>', 'javascript:alert(1)', '<iframe srcdoc="<script>1</script>">',
    '<style>*{display:none}</style>', '<!-- ', ']]>', '<![CDATA[x]]>', '<?xml version="1.0"?>',
    '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>&x;', '</textarea><b>', '<plaintext>',
    '\u003cb\u003e', '<scr\u0000ipt>'.replace('\u0000', ''), 'data:text/html,<b>x</b>',
]

const queries = ['\'; drop table lead; --', '1 or 1=1', '\' or \'1\'=\'1', '") or ("1"="1',
  'x\'||(select version())||\'', 'company = "x"', '1; select pg_sleep(9)', 'admin\'/*', '%', '_', '%_%',
  '\\%', '$where', '{"$gt":""}', '*)(uid=*))(|(uid=*']

const systems = ['../../../../etc/passwd', '..\\..\\boot.ini', '/dev/null', 'file:///etc/passwd',
  'C:\\con\\con', 'COM1', 'nul.txt', '`id`', '$(id)', '; ls -la', '| cat /etc/passwd', '&& id',
  '\r\nset-cookie: a=b', 'Bcc: x@example.com', '() { :; }; id', '{% include "/etc/passwd" %}',
  '#read("/etc/passwd")', '\\input{/etc/passwd}', '\\write18{id}']

/** What a spreadsheet would take for a formula, with what people put before it to be let through. */
export const testFormulas: readonly string[] = [
  '=1+1', '=1', '+1+1', '-1+1', '@SUM(A1)', '=cmd|\' /C calc\'!A0', '=HYPERLINK("http://x.example","x")',
    '=IMPORTXML("http://x.example","//a")', '+cmd|x!A1', '-cmd|x!A1', '@cmd|x', '\t=1+1', '\r=1+1', ' =1+1',
    '  @SUM(A1)', '＝1+1', '＋1', '－1+1', '＠SUM(A1)', '=DDE("x";"y")', '=1+1\u00a0', '"=1+1', '\'=1+1',
    '%0A-1+1', ';=1+1', '=\u200b1',
]

/** All of them, each once. */
export const testHostileTexts: readonly string[] = [...new Set([...words, ...numbers, ...signs, ...writings,
  ...invisible, ...pages, ...queries, ...systems, ...testFormulas])]
