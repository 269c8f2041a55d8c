// What the page of statistics says.
import type { Line } from './index.ts'

export const statisticsWords = {
  day_table: [
    'The days as a table',
    'Dagene som tabel',
    'Dagarna som tabell',
    'Dagene som tabell',
    'Die Tage als Tabelle',
    'Les jours en tableau',
  ],
  split_by: [
    'Split by',
    'Opdel efter',
    'Dela upp efter',
    'Del opp etter',
    'Aufteilen nach',
    'Répartir par',
  ],
  show_all: [
    'Show all days',
    'Vis alle dage',
    'Visa alla dagar',
    'Vis alle dager',
    'Alle Tage zeigen',
    'Afficher tous les jours',
  ],
  plot_hint: [
    'Point at a day, or use the arrow keys, for its figures. Drag over days to look at them alone.',
    'Peg på en dag, eller brug piletasterne, for at se dens tal. Træk hen over dage for kun at se dem.',
    'Peka på en dag, eller använd piltangenterna, för att se dess siffror. Dra över dagar för att bara se dem.',
    'Pek på en dag, eller bruk piltastene, for å se tallene. Dra over dager for å se bare dem.',
    'Zeigen Sie auf einen Tag oder nehmen Sie die Pfeiltasten, um seine Zahlen zu sehen. Ziehen Sie über Tage, um nur sie zu sehen.',
    'Pointez un jour, ou prenez les touches fléchées, pour voir ses chiffres. Glissez sur des jours pour ne voir qu’eux.',
  ],
  month: ['Month', 'Måned', 'Månad', 'Måned', 'Monat', 'Mois'],
  month_table: [
    'The months as a table',
    'Månederne som tabel',
    'Månaderna som tabell',
    'Månedene som tabell',
    'Die Monate als Tabelle',
    'Les mois en tableau',
  ],
  share: ['Share', 'Andel', 'Andel', 'Andel', 'Anteil', 'Part'],
} as const satisfies Record<string, Line>
