import assert from 'node:assert/strict'
import { test } from 'node:test'
import { composeText, type TextOptions } from '../../../lib/mail/text/compose-text.ts'
import type { ReadMail } from '../../../lib/mail/read-mail.ts'
import { languages, replies } from './clients.ts'

export const options: TextOptions = {
  subject: 'ignore',
  quotedHistory: 'cut',
  mailSignature: 'keep',
  disclaimers: 'cut',
  endMarks: [],
  smsSignature: '',
  fixedText: '',
  encoding: 'auto',
  maxParts: 255,
  maxChars: 0,
  tooLong: 'refuse',
}

const squash = (text: string): string => text.replace(/\s+/g, ' ').trim()

function mailWith(body: { text: string } | { html: string }): ReadMail {
  return {
    from: [],
    to: [],
    cc: [],
    subject: 'Re: 42',
    references: [],
    headers: new Map(),
    attachments: [],
    ...body,
  }
}

for (const code of Object.keys(languages)) {
  test(`replies in ${code} keep what the person wrote and lose the history, in every client`, () => {
    for (const reply of replies().filter(({ name }) => name.startsWith(`${code} `))) {
      const mail = mailWith(reply.html ? { html: reply.body } : { text: reply.body })
      const { text } = composeText(
        mail,
        { ...options, encoding: 'unicode' },
        { subjectUsed: false, isReply: true },
      )
      assert.equal(squash(text), squash(reply.expected), reply.name)
    }
  })
}
