// No PIN is in a trace.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { masked, maskedIn } from '../../../lib/routes/modem/trace.ts'

test('every command that has a PIN is masked', () => {
  for (const command of [
    'AT+CPIN="4711"',
    'at+cpin=4711',
    'AT+CPIN = 4711',
    'AT+CMEE=1;+CPIN="4711"',
    'AT+CPIN2="4711"',
    'AT^CPIN="4711"',
    'AT+CPWD="SC","4711","4711"',
    'AT+CLCK="SC",0,"4711"',
    'ATD**04*4711*4711*4711#;',
    'AT+CUSD=1,"**052*47114711*4711*4711#",15',
    'T+CPIN="4711"',
  ])
    assert.doesNotMatch(masked(command), /4711/, command)
})

test('what has none is shown', () => {
  for (const line of [
    'AT+CPIN?',
    '+CPIN: SIM PIN',
    'AT+CMGS=17',
    '+CMT: ,24',
    'AT+CUSD=1,"*100#",15',
  ])
    assert.equal(masked(line), line)
})

test('what is heard while a PIN is given is masked, however its echo was cut; errors are shown', () => {
  const heard = maskedIn('AT+CPIN="4711"')
  assert.equal(heard('IN="4711"'), 'IN="****"')
  assert.equal(heard('AT+CPIN="4711"'), 'AT+CPIN=****')
  assert.equal(heard('+CME ERROR: 16'), '+CME ERROR: 16')
  assert.equal(maskedIn('AT+CNUM')('+CNUM: "","+4520643064",145'), '+CNUM: "","+4520643064",145')
})
