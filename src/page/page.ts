import { about } from './about.ts'
import { tabs } from './tabs.ts'
import { clock, showClock } from './controls/clock.ts'
import { say, the } from './elements/dom.ts'
import { faults } from './controls/faults.ts'
import { journal } from './journal/journal.ts'
import { awaitCalendar, loadMarket, market } from './market/market.ts'
import { describeError, on, pull } from './connection/model.ts'
import { setClock } from './elements/moment.ts'
import { sandboxes } from './controls/sandboxes.ts'
import { states } from './controls/states.ts'
import { acting, wrongName } from './connection/session.ts'
import { who } from './who.ts'

const POLL_MS = 4000

let reloading: ReturnType<typeof setTimeout> | undefined

/** Soon, and once for all that happened in the meantime. */
function reload(): void {
  if (!acting.isKnown) return
  clearTimeout(reloading)
  reloading = setTimeout(() => void loadMarket(), 60)
}

/** What is told first is how things are; only what is told later makes a difference. */
function news(act: () => void): () => void {
  let isKnown = false
  return () => {
    if (isKnown) act()
    isKnown = true
  }
}

function watch(): void {
  let [month, moment] = ['', '']
  on('clock', (time) => {
    setClock(time)
    showClock()
    const day = time.now.slice(0, 10)
    if (month !== '' && month !== day) reload()
    month = day
  })
  on('timeline', ({ current, moments }) => {
    const now = `${current} ${moments[current]?.at}`
    if (moment !== '' && moment !== now) reload()
    moment = now
  })
  on('adversary', news(reload))
  on('faults', news(reload))
  on('health', ({ as, release, plans, offerings }) => {
    the('health').textContent =
      `answers as ${as} · release ${release} · ${plans} plans · ${offerings} offerings`
  })
}

/** The documentation is of the release that this page shows, and tries out in its sandbox. */
function followSandbox(): void {
  const link = document.querySelector<HTMLAnchorElement>('nav a[href="/docs"]')
  if (link) link.href = `/docs${location.search}`
}

/** Tests and other tabs use the control, too: now and then the page asks how things are. */
function poll(): void {
  let isLost = false
  const look = async () => {
    if (document.hidden) return
    try {
      await pull()
      if (isLost) say('The mock answers again.')
      isLost = false
    } catch (error) {
      if (!isLost) say(describeError(error), 'wrong')
      isLost = true
    }
  }
  void look()
  setInterval(() => void look(), POLL_MS)
  document.addEventListener('visibilitychange', () => void look())
}

about()
followSandbox()
tabs()
market()
clock()
faults()
states()
sandboxes()
who(reload)
watch()
journal(({ changes, target }) => {
  void pull()
  reload()
  for (const { table, uuid } of changes) {
    if (table === 'calendars') void awaitCalendar(uuid, target)
  }
})
poll()
if (wrongName !== null)
  say(`"${wrongName.slice(0, 80)}" can't be a name: this is the usual world.`, 'wrong')
