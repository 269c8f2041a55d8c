// Credit and keywords on their pages: what an administrator of a part of the tree sees and may change there, and
// what only the operator may.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { forEachDatabase } from '../support/databases.ts'
import {
  signInAs,
  startPeopleServer,
  type PeopleServer,
  type PlainBrowser,
} from '../support/people-server.ts'

forEachDatabase((_name, openDatabaseUrl) => {
  describe('credit and keywords', () => {
    let server: PeopleServer
    let operator: PlainBrowser
    let chief: PlainBrowser
    const desk = () => server.test.gateway.administer('cli:root')
    before(async () => {
      server = await startPeopleServer({ database: await openDatabaseUrl() })
      for (const path of ['Office', 'Office/Sales', 'Shop']) await desk().addGroup(path)
      await desk().addAccount({ address: 'root@x.test', group: 'Shop' })
      await desk().addAccount({ address: 'chief@x.test', group: 'Office' })
      await desk().grantRights({ address: 'root@x.test', group: '', rights: ['operator'] })
      const rights = ['settings', 'numbers']
      await desk().grantRights({ address: 'chief@x.test', group: 'Office', rights })
      operator = await signInAs(server, 'root@x.test')
      chief = await signInAs(server, 'chief@x.test')
    })
    after(() => server[Symbol.asyncDispose]())

    const balances = async (): Promise<string[]> =>
      (await desk().listCredit()).map(({ group, balance }) => `${group}: ${balance}`)

    test('the operator fills a group up and says what a part costs', async () => {
      assert.match((await operator.get('/credit')).html, /No group has a balance/)
      const add = { do: 'add', group: 'Office', amount: '500' }
      assert.match((await operator.send('/credit', add)).html, /Done\./)
      await operator.send('/credit', { do: 'add', group: 'Shop', amount: '20,5' })
      assert.deepEqual(await balances(), ['Office: 500', 'Shop: 20.5'])
      const wrong = await operator.send('/credit', { ...add, amount: 'much' })
      assert.equal(wrong.status, 422)
      assert.match(wrong.html, /“much” cannot stand here/)
      await operator.send('/credit/prices', { do: 'set', prefix: '46', price: '0.8' })
      const { html } = await operator.send('/credit/prices', {
        do: 'set',
        prefix: '',
        price: '1.5',
      })
      assert.match(html, /\+46[\s\S]*0\.8/)
      assert.match(html, /all others[\s\S]*1\.5/)
      await operator.send('/credit/prices', { do: 'remove', prefix: 'default' })
      assert.deepEqual(await desk().listPrices(), [{ prefix: '46', price: '0.8' }])
    })

    test('an administrator moves credit within their tree, and is told when it runs low', async () => {
      const { html } = await chief.get('/credit')
      assert.ok(html.includes('Office/Sales') && !html.includes('Shop') && !html.includes('+46'))
      const transfer = { do: 'transfer', from: 'Office', to: 'Office/Sales', amount: '100' }
      assert.equal((await chief.send('/credit', transfer)).status, 200)
      assert.deepEqual(await balances(), ['Office: 400', 'Office/Sales: 100', 'Shop: 20.5'])
      const more = await chief.send('/credit', { ...transfer, amount: '401' })
      assert.match(more.html, /Office has only 400 to transfer/)
      const alert = { do: 'alert', group: 'Office', below: '50', alert_to: '+45 20643064' }
      assert.match((await chief.send('/credit', alert)).html, /&lt; 50: \+45 20643064/)
      const nobody = await chief.send('/credit', { ...alert, alert_to: 'nobody' })
      assert.equal(nobody.status, 422)
      assert.ok(
        !(await chief.send('/credit', { ...alert, do: 'no_alert' })).html.includes('&lt; 50'),
      )
    })

    test('a form that is sent again, or a page that is loaded again, changes nothing again', async () => {
      const given = (await balances()).at(-1)
      const add = { do: 'add', group: 'Shop', amount: '100', once: 'fill-shop' }
      const answers = await Promise.all([1, 2].map(() => operator.post('/credit', add)))
      assert.deepEqual(answers.map(({ status }) => status).sort(), [303, 422])
      assert.equal((await operator.send('/credit', add)).status, 422)
      await operator.send('/credit', { ...add, amount: '-100', once: 'empty-shop' })
      assert.equal((await balances()).at(-1), given)
      const key = { do: 'add', group: 'Shop', once: 'key-of-shop' }
      assert.match((await operator.send('/keys', key)).html, /shown this once/)
      const again = await operator.send('/keys', key)
      assert.match(again.html, /This form was sent before/)
      assert.equal((await desk().listKeys()).length, 1)
      for (const page of ['/credit', '/keys'])
        assert.match((await operator.get(page)).html, /name="once" value="[^"]{12}/)
    })

    test('nobody makes credit, or takes it from another branch', async () => {
      for (const wish of [
        { do: 'add', group: 'Office', amount: '1000' },
        { do: 'remove', group: 'Office' },
        { do: 'transfer', from: 'Shop', to: 'Office', amount: '5' },
        { do: 'transfer', from: 'Office', to: 'Shop', amount: '5' },
        { do: 'transfer', from: 'Office', to: 'Office/Sales', amount: '-5' },
        { do: 'alert', group: 'Shop', below: '5', alert_to: 'chief@x.test' },
      ])
        assert.equal((await chief.send('/credit', wish)).status, 422, JSON.stringify(wish))
      assert.equal((await chief.send('/credit/prices', { prefix: '46', price: '0' })).status, 403)
      assert.deepEqual(await balances(), ['Office: 400', 'Office/Sales: 100', 'Shop: 20.5'])
    })

    test('keywords are seen and changed within one’s own tree', async () => {
      await desk().addKeyword('shop', { group: 'Shop' })
      const add = { do: 'add', group: 'Office', address: '' }
      await chief.send('/keywords', { ...add, keyword: 'Heating', address: 'chief@x.test' })
      const { html } = await chief.send('/keywords', { ...add, keyword: 'office' })
      assert.ok(html.includes('heating') && html.includes('office') && !html.includes('shop'))
      for (const wish of [
        { ...add, keyword: 'office' },
        { ...add, keyword: 'two words' },
        { ...add, keyword: 'other', group: 'Shop' },
        { ...add, keyword: 'other', address: 'root@x.test' },
        { do: 'remove', keyword: 'shop' },
        { do: 'remove', keyword: 'none' },
      ])
        assert.equal((await chief.send('/keywords', wish)).status, 422, JSON.stringify(wish))
      await chief.send('/keywords', { do: 'remove', keyword: 'office' })
      const words = (await desk().listKeywords()).map(({ keyword }) => keyword)
      assert.deepEqual(words, ['heating', 'shop'])
      assert.match((await chief.get('/audit')).html, /Keyword removed/)
    })

    test('one word of two organisations is told apart by its organisation', async () => {
      await desk().addKeyword('same', { group: 'Shop' })
      await desk().addKeyword('same', { account: 'chief@x.test' })
      const named = ({ html }: { html: string }): string[] =>
        [...html.matchAll(/<strong>same<\/strong>(?:<span class="muted">)? ?(\w*)/g)].map(
          ([, organisation = '']) => organisation,
        )
      assert.deepEqual(named(await operator.get('/keywords')).sort(), ['Office', 'Shop'])
      assert.deepEqual(named(await chief.get('/keywords')), [''])
    })
  })
})
