import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readOptOut } from '../../lib/policy/opt-out.ts'

const stops = `STOP|stop|Stop.|"STOP"| stop \n|STOP!|STOPP|stopp|Stoppa|STOP SMS|unsubscribe|opt out|Afmeld|frameld|
avanmäl|Avregistrera|AVMELD|Meld av|Abmelden|abbestellen|ARRÊT|arret|Désabonner|desabonner|STOP 🙂`
const starts = `START|start|Start!|unstop|Tilmeld|starta|Påmeld|anmelden|reprendre|S’abonner`
const answers = `STOP 12345|please stop by|stop it|Don't stop|STOPPED|busstop|stop start|I will start|no|nej|yes|ja|
end|cancel|Kan du stoppe ved døren?|Starten ist um 9|||.|STOPSTOP|non|1`

test('STOP and the words of six languages as the whole text', () => {
  for (const text of stops.split('|')) assert.equal(readOptOut(text), 'stop', text)
})

test('START and its like', () => {
  for (const text of starts.split('|')) assert.equal(readOptOut(text), 'start', text)
})

test('words inside a text, and words that are answers, are nothing of the kind', () => {
  for (const text of answers.split('|')) assert.equal(readOptOut(text), undefined, text)
})

test('a text is read to its end', () => {
  const dots = '.'.repeat(200)
  assert.equal(readOptOut(`Stop${dots}`), 'stop')
  assert.equal(readOptOut(`Stop${dots} it is late`), undefined)
  assert.equal(readOptOut(`Stop${dots.repeat(100)} it is late`), undefined)
})
