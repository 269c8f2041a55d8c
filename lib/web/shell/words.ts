// The words of the frame around every page, and of what many pages say.
import type { Language } from '../../mail/language/phrases.ts'

const en = {
  skip: 'Skip to the content',
  navigation: 'Pages',
  account: 'Account',
  sign_out: 'Sign out',
  save: 'Save',
  saved: 'Saved.',
  cancel: 'Cancel',
}

export type ShellWord = keyof typeof en

export const shellWords: Record<Language, Record<ShellWord, string>> = {
  en,
  da: {
    skip: 'Gå til indholdet',
    navigation: 'Sider',
    account: 'Konto',
    sign_out: 'Log ud',
    save: 'Gem',
    saved: 'Gemt.',
    cancel: 'Annuller',
  },
  sv: {
    skip: 'Hoppa till innehållet',
    navigation: 'Sidor',
    account: 'Konto',
    sign_out: 'Logga ut',
    save: 'Spara',
    saved: 'Sparat.',
    cancel: 'Avbryt',
  },
  nb: {
    skip: 'Gå til innholdet',
    navigation: 'Sider',
    account: 'Konto',
    sign_out: 'Logg ut',
    save: 'Lagre',
    saved: 'Lagret.',
    cancel: 'Avbryt',
  },
  de: {
    skip: 'Zum Inhalt',
    navigation: 'Seiten',
    account: 'Konto',
    sign_out: 'Abmelden',
    save: 'Speichern',
    saved: 'Gespeichert.',
    cancel: 'Abbrechen',
  },
  fr: {
    skip: 'Aller au contenu',
    navigation: 'Pages',
    account: 'Compte',
    sign_out: 'Se déconnecter',
    save: 'Enregistrer',
    saved: 'Enregistré.',
    cancel: 'Annuler',
  },
}
