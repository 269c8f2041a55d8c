import assert from 'node:assert/strict'
import { test } from 'node:test'
import { compose, squash } from './support.ts'

const wrote = 'On 11-Apr-2011, at 6:54 PM, Bob &lt;bob@example.com&gt; wrote:'

const pages: Record<string, [html: string, text: string]> = {
  'elements sixty thousand deep': [
    `${'<div>'.repeat(60_000)}Hi &amp; hello<br>there${'</div>'.repeat(60_000)}`,
    'Hi & hello there',
  ],
  'a quotation with its attribution inside': [
    `Reply<blockquote><div>${wrote}</div><div>Test</div></blockquote>`,
    'Reply',
  ],
  'an attribution above a blockquote': [
    `Reply<div>${wrote}</div><blockquote><div>Test</div></blockquote>`,
    'Reply',
  ],
  'a blockquote that ends the mail': ['Reply<br><blockquote>Quote</blockquote>', 'Reply'],
  "a person's own blockquote": [
    `Reply<blockquote>Regular</blockquote><div>${wrote}</div><blockquote>old</blockquote>`,
    'Reply Regular',
  ],
  'an indentation by Gmail': [
    'See<blockquote class="gmail_quote" style="margin:0 0 0 40px;border:none;padding:0px">this</blockquote>end',
    'See this end',
  ],
  'an Outlook header block in a language without a table': [
    '<p>Hi</p><div style="border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0in 0in 0in"><p><b>Qwe:</b> Ann<br><b>Rty:</b> 2014</p></div><p>old</p>',
    'Hi',
  ],
  'answers between blockquotes': [
    '<div>A1</div><blockquote type="cite">Q1</blockquote><div>A2</div><blockquote type="cite">Q2</blockquote><div>A3</div>',
    'A1 A2 A3',
  ],
  'hidden text, styles, pictures': [
    '<style>p{}</style><div style="display:none">preheader</div><span style="font-size:0px">x</span>Hi<img src="pixel.gif" width="1"><script>1</script>',
    'Hi',
  ],
  'a size of nothing around elements with a size of their own (MJML)': [
    '<table><tr><td style="font-size:0px;padding:10px;word-break:break-word;">x<div style="font-family:Arial;font-size:13px;line-height:1;">Din tid er <b>mandag</b> kl. 10</div></td></tr></table>',
    'Din tid er mandag kl. 10',
  ],
  'a size of nothing and what is measured by it': [
    '<div style="font: 0/0 a">x<p style="font-size:1em">y</p><p style="font:14px/1.5 Arial">Hi</p><p><font size="3">Bo</font></p></div>',
    'Hi Bo',
  ],
  'what is visible in what is not': [
    '<div style="visibility: hidden">x<span style="visibility:visible">Hi</span></div>',
    'Hi',
  ],
  'preheaders of many kinds': [
    '<html><head><style>@import url(a.css); /* .own{display:none} */ .pre, div.top { color: red; display: none !important; } @media (max-width:600px) { .own { display:none } } #first{display :none} .back{display:none} .back{display:block}</style></head><body><span class="pre">a</span><div class="Top">b</div><p id="first">c</p><div style="height:0;overflow:hidden">d</div><div style="display : none">e</div><div style="max-height: 0; font-size:1px">f</div><div class="own">Hi</div><div class="back">Bo</div><div class="pre" style="display:block">Hansen</div><div style="height:0">!</div></body></html>',
    'Hi Bo Hansen !',
  ],
  'a class that only pictures are hidden by': [
    '<style>img.hide{display:none}</style><table><tr><td class="hide">Kode 4711</td></tr></table>',
    'Kode 4711',
  ],
  'what paper does not show': [
    '<style media="print">.screen{display:none}</style><p>Hej<p class="screen">Kode 4711',
    'Hej Kode 4711',
  ],
  'what small screens do not show': [
    '<style media="only screen and (max-width:600px)">.screen{display:none}</style><p>Hej<p class="screen">Kode 4711',
    'Hej Kode 4711',
  ],
  'a style sheet for screens': [
    '<style media="screen">.pre{display:none}</style><p class="pre">x</p>Hej',
    'Hej',
  ],
  'what another rule shows where it is': [
    '<style>.m{display:none}.box .m{display:block}</style><div class=box><p class=m>Kode 4711</div>Hej',
    'Kode 4711 Hej',
  ],
  'what another rule shows by two classes': [
    '<style>.m{display:none}.m.on{display:block}</style><p class="m on">Kode 4711',
    'Kode 4711',
  ],
  'what another rule shows by its id': [
    '<style>#x{display:block}.m{display:none}</style><p class="m" id="X">Kode 4711',
    'Kode 4711',
  ],
  'what the last declaration shows': [
    '<style>.m{display:none;display:block}</style><p class="m">Kode 4711',
    'Kode 4711',
  ],
  'rules in a rule': [
    '<style>.a{color:red; .m{display:none}}</style><p class="a">Kode 4711',
    'Kode 4711',
  ],
  'a list that begins elsewhere': [
    '<ol start="3"><li>a</li><li>b</li><li value="9">c</li><li>d</li></ol>',
    '3. a 4. b 9. c 10. d',
  ],
  'an emoji as a picture': [
    'Hi <img alt="😀" src="e.png"><img alt="Our logo" src="l.png">',
    'Hi 😀',
  ],
  'a link whose text says nothing': [
    'Klik <a href="https://example.org/a">her</a> eller <a href="https://example.org/">example.org</a>',
    'Klik her https://example.org/a eller example.org',
  ],
  'lists and tables': [
    '<ul><li>a</li><li>b</li></ul><ol><li>c<li>d</ol><table><tr><td>x</td><td>y</td></tr><tr><td>z</td></tr></table>',
    '- a - b 1. c 2. d x y z',
  ],
  'white space and entities': [
    '<p>Text&nbsp;with   <b>bold</b>\n &amp; more.</p>',
    'Text with bold & more.',
  ],
}

for (const [name, [html, text]] of Object.entries(pages)) {
  test(`HTML is read as a person reads it: ${name}`, () => {
    assert.equal(
      squash(compose({ html }, { encoding: 'unicode' }).text.replaceAll('\u00a0', ' ')),
      text,
    )
  })
}

test('line breaks of HTML stay', () => {
  assert.equal(
    compose({ html: '<p>one<br>two</p><p>three</p><div>four</div><div>five</div>' }).text,
    'one\ntwo\n\nthree\nfour\nfive',
  )
})

test('plain text is preferred, unless it only says that there is HTML', () => {
  assert.equal(compose({ text: 'plain', html: '<p>rich</p>' }).text, 'plain')
  assert.equal(
    compose({
      text: 'Please use an HTML compatible email viewer to view this message.',
      html: '<p>rich</p>',
    }).text,
    'rich',
  )
  assert.equal(compose({ text: '  ', html: '<p>rich</p>' }).text, 'rich')
})

test('a header block below a rule is history in an answer', () => {
  const html =
    '<div>message<br><div><hr>Date: Fri, 23 Mar 2012 12:35:31 -0600<br>To: bob@example.com<br>From: rob@example.com<br>Subject: Mail!<br><br>text</div></div>'
  assert.equal(compose({ html }, { isReply: true }).text, 'message')
})

test('the style sheet of a quoted mail hides nothing of the answer below it', () => {
  const html =
    '<blockquote type="cite"><style>.WordSection1{display:none}</style><p>old</p></blockquote><div class="WordSection1">Ja tak</div>'
  const composed = compose({ html, subject: 'Re: Hej' })
  assert.deepEqual([composed.text, composed.refused], ['Ja tak', undefined])
})
