// What we write to people, in English.

import type { Phrases } from './phrases.ts'

export const en: Phrases = {
  cannotBeAnswered: 'The sender of this SMS cannot be answered from here.',
  forwarded: 'This SMS was forwarded to you from {address}. Answers can be sent from there.',
  whoIsMeant:
    'Your SMS may be for one of several people. Answer only with the number of the right one: {choices}',
  partsMissing: {
    one: '{missing} of the {total} parts of this SMS did not arrive.',
    other: '{missing} of the {total} parts of this SMS did not arrive.',
  },
  report: {
    subject: {
      failed: 'SMS not delivered',
      uncertain: 'SMS perhaps not sent',
      delayed: 'SMS not delivered yet',
      relayed: 'SMS sent',
      delivered: 'SMS delivered',
    },
    one: {
      failed: 'Your SMS to {phone} was not delivered.',
      uncertain: 'It is not certain whether your SMS to {phone} was sent.',
      delayed:
        'Your SMS to {phone} has not arrived yet. We keep trying[ until {until}]; you need not do anything.',
      relayed: 'Your SMS to {phone} was sent. The network does not tell whether it has arrived.',
      delivered: 'Your SMS to {phone} has arrived on the phone.',
    },
    many: {
      failed: 'Your SMS was not delivered to these {count} recipients:',
      uncertain: 'It is not certain whether your SMS was sent to these {count} recipients:',
      delayed:
        'Your SMS has not arrived yet at these {count} recipients. We keep trying[ until {until}]; you need not do anything:',
      relayed:
        'Your SMS was sent to these {count} recipients. The network does not tell whether it has arrived:',
      delivered: 'Your SMS has arrived at these {count} recipients:',
    },
    more: { one: 'and {count} more', other: 'and {count} more' },
    others: 'The other recipients of the mail ({count}) are not affected.',
    original: 'This is about your mail[ "{subject}"] of {date}.',
    attached: 'What is attached says the same to mail programs.',
  },
  welcome: {
    subject: 'You can send SMS by mail',
    text: 'From now on you can send SMS from this address. Write a mail to the phone number at {domain}, for example to +4530643064@{domain}: its text goes out as an SMS. Answers come to you as mail, and you answer them like any other mail.',
    number: 'Your own number is {number}: SMS to it come to you as mail.',
    password: 'Choose a password for the pages here. The link is good for 7 days:\n{link}',
  },
  signIn: {
    subject: 'Sign in to the SMS pages',
    text: 'This is your link to sign in. It is good for 20 minutes, and only once:\n{link}\n\nIf you did not ask for it, you need not do anything.',
  },
  password: {
    subject: 'Choose a password',
    text: 'Choose a new password here. The link is good for 60 minutes, and only once:\n{link}\n\nIf you did not ask for it, you need not do anything: your password stays as it is.',
  },
  signUp: {
    subject: 'Make your SMS account',
    text: 'Choose a password here, and your account is made. The link is good for 24 hours, and only once:\n{link}\n\nIf you did not ask for it, you need not do anything: there is no account without the link.',
  },
  alias: {
    subject: 'Confirm your address',
    text: 'The account {account} wants to use this address too. If that is you, sign in there and confirm it here. The link is good for 24 hours:\n{link}\n\nIf it is not you, you need not do anything.',
  },
  shortened: {
    subject: 'SMS shortened',
    text: 'The text of your mail[ "{subject}"] was too long for one SMS, so its end was left out. This part was not sent:',
  },
  optOut: {
    stopped:
      'This phone gets no more SMS from your organisation: messages to it are refused. Only the phone itself can undo that, with START, or your administrator.',
    started: 'This phone gets SMS from your organisation again.',
    confirmation: 'You will get no more SMS from this sender. To get them again, answer START.',
    page: {
      title: 'Do you want no more SMS from {organisation}?',
      text: 'The phone {phone} will get no more SMS from this sender.',
      button: 'No more SMS',
      done: 'The phone {phone} gets no more SMS from {organisation}.',
      again: 'To get them again, answer one of the SMS with START.',
      unknown: 'This link is not valid. Use the one in the latest SMS, or answer it with STOP.',
    },
  },
  faults: {
    route_down: {
      subject: 'The route {route} is down',
      text: 'The route {route} cannot send[: {reason}]. Its messages wait, or go by another route. See that it is connected and set up in sms.routes.ini; it is tried again by itself.',
    },
    route_refused: {
      subject: 'The route {route} is refused',
      text: 'The other side of the route {route} does not accept us[: {reason}]. Its messages wait, or go by another route. Correct its credentials or its account in sms.routes.ini; it is tried again by itself.',
    },
    wrong_pin: {
      subject: 'The SIM of {route} refuses its PIN',
      text: 'The SIM card of the route {route} does not accept the PIN. It is not tried again, so that the card does not lock itself. Correct the PIN in sms.routes.ini.',
    },
    no_signal: {
      subject: 'The modem of {route} has no signal',
      text: 'The modem of the route {route} is not registered in any network[: {reason}]. Check its antenna, its place and the SIM card.',
    },
    credit_low: {
      subject: 'The SMS credit of {group} is low',
      text: 'The SMS credit of {group} is down to {balance}. Fill it up before messages are refused.',
    },
    queue_old: {
      subject: 'SMS have been waiting since {since}',
      text: '{count} SMS are waiting, the oldest since {since}. See whether the routes are up, and whether they are fast enough.',
      one: {
        subject: 'An SMS has been waiting since {since}',
        text: '{count} SMS has been waiting since {since}. See whether the routes are up, and whether they are fast enough.',
      },
    },
    mail_bounced: {
      subject: 'A mail to {address} came back',
      text: 'The mail with an SMS for {address} could not be delivered[: {reason}]. The SMS is still stored. Correct the address of the account or of its forwarding.',
    },
    nobody_for_sms: {
      subject: 'An SMS to {number} belongs to nobody',
      text: 'An SMS from {phone} to {number} belongs to no account. It is stored. Give the number to an account, or set a catch-all address.[ Since the last mail about this, {count} more have come.]',
      one: {
        text: 'An SMS from {phone} to {number} belongs to no account. It is stored. Give the number to an account, or set a catch-all address.[ Since the last mail about this, {count} more has come.]',
      },
    },
    numbers_refused: {
      subject: '{count} numbers could not be used',
      text: '{address} wrote to numbers that cannot get an SMS: {numbers}.',
      one: {
        subject: '{count} number could not be used',
        text: '{address} wrote to a number that cannot get an SMS: {numbers}.',
      },
    },
  },
  reasons: {
    number_invalid:
      '{number} is not a valid phone number. Check it, or write it with + and the country code.',
    number_landline: '{number} is a landline. Write to a mobile number.',
    number_premium:
      '{number} is a premium rate number, which gets no SMS from here. Write to a mobile number.',
    number_satellite:
      '{number} is a satellite phone, which gets no SMS from here. Write to a mobile number.',
    number_not_mobile: '{number} is not a mobile number. Write to a mobile number.',
    number_ambiguous:
      'The digits can be read as two phone numbers: {number}. Write the one you mean with + or 00 in front.',
    numbers_joined: '"{number}" is more than one phone number. Put a comma between them.',
    prefix_not_allowed:
      'SMS to {number} are not allowed here. Ask your administrator to allow this country or prefix.',
    address_not_understood:
      'The address {address} is not understood. Write to a phone number, for example +4530643064, at this domain.',
    option_invalid:
      'The option {option} is not understood. Known are flash, urgent, validity=6h (1h to 3d), at=180024122026 (hhmmddmmyyyy) and sender=.',
    time_invalid:
      '"{time}" is not a time. Write for example 2026-12-24 18:00, 18:00, +2h or 180024122026.',
    time_past: 'The time {time} has passed. Write one that is still to come.',
    recipients_none:
      'There is no phone number to send to. Write it in the Subject, or attach a list of numbers.',
    name_unknown:
      'There is no contact or group called "{name}". Check the name, or write a phone number.',
    name_empty:
      'The contact group "{name}" holds no phone number. Add one, or write a phone number.',
    list_unreadable:
      'The attached list {file} is not understood. Attach a text or CSV file with one phone number on each line; a title above them has to say Mobile or Phone.',
    key_unknown: 'This key is not valid here. Ask your administrator for an active key.',
    account_paused: 'The account {sender} is paused. Ask your administrator.',
    sender_unknown:
      'The sender {sender} has no account here. Send from the address of your account, or ask your administrator for one.',
    sender_not_trusted:
      'It is not proved that {sender} sent this. Log in to your mail server to send, use your key, or ask your administrator.',
    domain_not_open:
      'This SMS domain is not open to {sender}. Write to the SMS domain of your group, or ask your administrator.',
    sender_unchecked: 'It could not be checked yet whether {sender} sent this. Try again later.',
    sender_mismatch:
      'From and envelope sender belong to different accounts. Send from one address of your own.',
    sender_several: 'The mail has several From addresses, or none. Send it from exactly one.',
    command_alone:
      'A command goes to one address in a mail of its own. Write to it without other SMS recipients.',
    numbers_used_up: 'All numbers of your group are given out. Ask your administrator for more.',
    mail_unreadable: 'The mail cannot be read. Send it as plain text.',
    text_empty: 'The mail has no text to send. Write the text of the SMS into the mail.',
    text_only_quotation:
      'The mail has only quoted text. Write the text of the SMS above the quotation.',
    text_too_long:
      'The text is too long[ (it needs {parts} SMS)][; at most {max} are allowed]. Shorten it and send it again.',
    sender_name_not_allowed:
      'The sender {sender} is not allowed for you. Leave it out, or ask your administrator to approve it.',
    opted_out:
      '{number} wants no more SMS from your organisation. Only the phone itself can undo that, with START, or your administrator.',
    limit_personal_none: 'Members of the group {group} may not send SMS. Ask your administrator.',
    limit_personal_used:
      'You have used up your SMS in the group {group}. [Sending is possible again from {frees}. ]Ask your administrator if you need more.',
    limit_group_none: 'The group {group} may not send SMS. Ask your administrator.',
    limit_group_used:
      'The group {group} has used up its SMS. [Sending is possible again from {frees}. ]Ask your administrator if it needs more.',
    credit_used: 'The credit[ of {group}] is used up. Ask your administrator to fill it up.',
    block_link_missing:
      'The text holds _BLOCKSMSLINK_, but no address for such links is set up. Leave it out, or ask your administrator to set public_url.',
    too_many_at_once: 'Too many at once. Try again in a minute, or send to fewer recipients.',
    duplicate:
      'The same text went or is to go to {number} within 24 hours of this one. Change the text if it is to be sent again.',
    reply_not_yours:
      'This reply address belongs to another account. Answer from the address that the SMS was mailed to.',
    reply_impossible:
      'This SMS cannot be answered from here: its sender takes no answers, or it was forwarded to you. Answer from the account that got it, or write to a mobile number.',
    no_route: 'No way to {number} is set up. Ask your administrator.',
    undelivered:
      'The SMS did not reach the phone[ ({reason})]. Check the number; the phone may be switched off or no longer in use.',
    unsent: 'The SMS could not be sent[ ({reason})]. Check the number, and send it again later.',
    expired:
      'The SMS waited too long and was given up[ ({reason})]. Send it again if it still matters.',
    cancelled: 'The SMS was cancelled before it was sent. Send it again if that was not meant.',
    uncertain:
      'Nobody knows yet whether the SMS was sent: the connection broke while it was handed over. Ask the person before you send it again.',
  },
}
