// Answers to commands by mail, in English.
import type { CommandPhrases } from './phrases.ts'

export const en: CommandPhrases = {
  mobileCode: '{code} is the code that confirms this phone as a sender. It counts for 15 minutes.',
  subscribed: {
    subject: 'Your SMS number',
    number: 'Your own number is {number}. SMS to it come to you as mail.',
    none: 'You can send SMS by mail now.',
    qr: 'Whoever scans this code with a phone can write an SMS to your number at once. It fits a business card or a mail signature.',
    end: 'To give the number back, write to unsubscribe@{domain}. Everything else is told by help@{domain}.',
  },
  unsubscribed: {
    subject: 'Your SMS number was given back',
    number: 'The number {number} is no longer yours. SMS to it do not come to you any more.',
    none: 'You had no SMS number; nothing has changed.',
    another: 'For another number, write to subscribe@{domain}.',
  },
  confirm: {
    subject: {
      subscribe: 'Confirm that you want an SMS number',
      unsubscribe: 'Confirm that you give back your SMS number',
    },
    text: {
      subscribe:
        'Somebody asked in your name for an SMS number for {address}. If it was you, open this link and confirm it within a day:',
      unsubscribe:
        'Somebody asked in your name to give back the SMS number of {address}. If it was you, open this link and confirm it within a day:',
    },
    unasked: 'If it was not you, do nothing: then nothing changes.',
  },
  page: {
    subscribe: {
      title: 'Do you want an SMS number for {address}?',
      text: 'SMS to this number come to you as mail.',
      button: 'Yes, I want it',
      done: 'Done. You get a mail with your number.',
    },
    unsubscribe: {
      title: 'Do you want to give back the SMS number of {address}?',
      text: 'SMS to this number will not come to you any more.',
      button: 'Give it back',
      done: 'Done. The number is given back.',
    },
    unknown: 'This link is not valid any more. Write the mail again to get a new one.',
    refused: {
      key_unknown: 'The key is not valid any more. Ask your administrator for an active key.',
      account_paused: 'The account {sender} is paused. Ask your administrator.',
      sender_unknown: 'The account {sender} does not belong to this key. Ask your administrator.',
      accounts_used_up:
        'Today no more accounts can be made. Try again tomorrow, or ask your administrator.',
      numbers_used_up: 'All numbers of your group are given out. Ask your administrator for more.',
    },
  },
  status: {
    subject: 'Your SMS account',
    account: 'Account: {address} in {group}',
    number: 'Own number: {number}',
    noNumber: 'Own number: none. Ask for one with a mail to subscribe@{domain}.',
    unlimited: 'Limits: none, you can send as much as you want',
    personal: 'Your own limit: {used} of {allowed} used',
    group: 'Limit of {group}: {used} of {allowed} used',
    within: '{allowed} in {days}',
    credit: 'Credit of {group}: {balance}',
    latest: 'Your latest messages:',
    nothing: 'No messages yet.',
  },
  states: {
    held: 'on hold',
    scheduled: 'to be sent later',
    queued: 'waiting',
    sending: 'being sent',
    uncertain: 'perhaps sent',
    sent: 'sent',
    buffered: 'phone not reached yet',
    delivered: 'delivered',
    undelivered: 'not delivered',
    unsent: 'could not be sent',
    expired: 'given up',
    cancelled: 'cancelled',
    refused: 'refused',
    incoming: 'received',
  },
  help: {
    subject: 'How to send SMS by mail',
    text: `Write a mail to the phone number at {domain}, for example to +4530643064@{domain}. The text of the mail goes out as an SMS. Answers come to you as mail, and you answer them like any other mail.

Several phones at once: write to sms@{domain} with the numbers in the Subject, separated by commas. They do not see one another.

Later: put a time behind the numbers in the Subject, such as 2026-12-24 18:00 or +2h.

Other addresses:
  subscribe@{domain}     gives you a number of your own
  unsubscribe@{domain}   gives it back
  status@{domain}        shows your limits, your credit and your latest messages
  preview@{domain}       shows what a mail would send; write the numbers into the Subject`,
  },
  preview: {
    subject: 'This would be sent as SMS',
    nothingSent: 'Nothing was sent. Write to {address} with the same Subject to send it.',
    nothingSentOfList:
      'Nothing was sent. Write to {address} with the same Subject and list to send it.',
    size: '{characters} characters, {parts} SMS for each phone, alphabet {alphabet}',
    price: 'Price: {price}',
    now: 'Goes out at once.',
    at: 'Goes out at {time}.',
    waits: 'No way to the phone works at this moment: the SMS waits until one does.',
    to: 'To:',
    refused: 'Refused:',
    text: 'The text:',
    cut: 'Left out:',
  },
}
