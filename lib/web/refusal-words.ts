// What the pages say when they do not do what was asked.
import type { Language } from '../mail/language/phrases.ts'

const en = {
  not_found: 'There is no such page.',
  not_allowed: 'You may not see this page. Ask your administrator for the right to it.',
  foreign: 'This came from another site. Open the page here and try again.',
  token: 'This form has no valid token. Reload the page and try again.',
  not_form: 'Send a form (application/x-www-form-urlencoded) or JSON.',
  too_long: 'That is too long.',
  unreadable: 'This request could not be read.',
  fault: 'Something went wrong here. The log of the server says more.',
  not_ready: 'The database is not ready yet. This page tries again by itself.',
  host: 'This server does not answer to that host name.',
  network: 'This is not for your network: see metrics_networks and phone_networks in sms.ini.',
  proxy:
    'A proxy passed this on that web_proxies in sms.ini does not name, or that sends no X-Forwarded-For: nobody knows who asks. Name it there.',
  sign_in_first: 'You are signed out. Sign in and try again.',
  title: 'Not possible',
  back: 'Back to the start',
}

export type RefusalWord = keyof typeof en

export const refusalWords: Record<Language, Record<RefusalWord, string>> = {
  en,
  da: {
    not_found: 'Den side findes ikke.',
    not_allowed: 'Du må ikke se denne side. Bed din administrator om rettigheden.',
    foreign: 'Dette kom fra et andet websted. Åbn siden her, og prøv igen.',
    token: 'Formularen er ikke gyldig længere. Genindlæs siden, og prøv igen.',
    not_form: 'Send en formular (application/x-www-form-urlencoded) eller JSON.',
    too_long: 'Det er for langt.',
    unreadable: 'Forespørgslen kunne ikke læses.',
    fault: 'Noget gik galt her. Serverens log siger mere.',
    not_ready: 'Databasen er ikke klar endnu. Siden prøver igen af sig selv.',
    host: 'Serveren svarer ikke på det værtsnavn.',
    network: 'Dette er ikke for dit netværk: se metrics_networks og phone_networks i sms.ini.',
    proxy:
      'En proxy sendte dette videre, som web_proxies i sms.ini ikke nævner, eller som ikke sender X-Forwarded-For: ingen ved, hvem der spørger. Skriv den dér.',
    sign_in_first: 'Du er logget ud. Log ind, og prøv igen.',
    title: 'Ikke muligt',
    back: 'Tilbage til start',
  },
  sv: {
    not_found: 'Den sidan finns inte.',
    not_allowed: 'Du får inte se den här sidan. Be din administratör om behörighet.',
    foreign: 'Det här kom från en annan webbplats. Öppna sidan här och försök igen.',
    token: 'Formuläret gäller inte längre. Ladda om sidan och försök igen.',
    not_form: 'Skicka ett formulär (application/x-www-form-urlencoded) eller JSON.',
    too_long: 'Det är för långt.',
    unreadable: 'Förfrågan kunde inte läsas.',
    fault: 'Något gick fel här. Serverns logg säger mer.',
    not_ready: 'Databasen är inte redo än. Sidan försöker igen av sig själv.',
    host: 'Servern svarar inte på det värdnamnet.',
    network: 'Detta är inte för ditt nätverk: se metrics_networks och phone_networks i sms.ini.',
    proxy:
      'En proxy skickade detta vidare som web_proxies i sms.ini inte nämner, eller som inte skickar X-Forwarded-For: ingen vet vem som frågar. Skriv den där.',
    sign_in_first: 'Du är utloggad. Logga in och försök igen.',
    title: 'Inte möjligt',
    back: 'Tillbaka till början',
  },
  nb: {
    not_found: 'Den siden finnes ikke.',
    not_allowed: 'Du har ikke tilgang til denne siden. Be administratoren din om det.',
    foreign: 'Dette kom fra et annet nettsted. Åpne siden her og prøv igjen.',
    token: 'Skjemaet er ikke gyldig lenger. Last siden på nytt og prøv igjen.',
    not_form: 'Send et skjema (application/x-www-form-urlencoded) eller JSON.',
    too_long: 'Det er for langt.',
    unreadable: 'Forespørselen kunne ikke leses.',
    fault: 'Noe gikk galt her. Loggen på serveren sier mer.',
    not_ready: 'Databasen er ikke klar ennå. Siden prøver igjen av seg selv.',
    host: 'Serveren svarer ikke på det vertsnavnet.',
    network: 'Dette er ikke for nettverket ditt: se metrics_networks og phone_networks i sms.ini.',
    proxy:
      'En proxy sendte dette videre som web_proxies i sms.ini ikke nevner, eller som ikke sender X-Forwarded-For: ingen vet hvem som spør. Skriv den der.',
    sign_in_first: 'Du er logget ut. Logg inn og prøv igjen.',
    title: 'Ikke mulig',
    back: 'Tilbake til start',
  },
  de: {
    not_found: 'Diese Seite gibt es nicht.',
    not_allowed: 'Diese Seite dürfen Sie nicht sehen. Bitten Sie Ihren Administrator um das Recht.',
    foreign:
      'Das kam von einer anderen Website. Öffnen Sie die Seite hier und versuchen Sie es erneut.',
    token: 'Das Formular gilt nicht mehr. Laden Sie die Seite neu und versuchen Sie es erneut.',
    not_form: 'Senden Sie ein Formular (application/x-www-form-urlencoded) oder JSON.',
    too_long: 'Das ist zu lang.',
    unreadable: 'Diese Anfrage konnte nicht gelesen werden.',
    fault: 'Hier ging etwas schief. Das Log des Servers sagt mehr.',
    not_ready: 'Die Datenbank ist noch nicht bereit. Die Seite versucht es von selbst erneut.',
    host: 'Dieser Server antwortet nicht auf diesen Hostnamen.',
    network: 'Das ist nicht für Ihr Netz: siehe metrics_networks und phone_networks in sms.ini.',
    proxy:
      'Ein Proxy reichte dies weiter, den web_proxies in sms.ini nicht nennt oder der kein X-Forwarded-For sendet: Niemand weiß, wer fragt. Tragen Sie ihn dort ein.',
    sign_in_first: 'Sie sind abgemeldet. Melden Sie sich an und versuchen Sie es erneut.',
    title: 'Nicht möglich',
    back: 'Zurück zum Anfang',
  },
  fr: {
    not_found: 'Cette page n’existe pas.',
    not_allowed: 'Vous n’avez pas accès à cette page. Demandez-le à votre administrateur.',
    foreign: 'Cela vient d’un autre site. Ouvrez la page ici et réessayez.',
    token: 'Ce formulaire n’est plus valable. Rechargez la page et réessayez.',
    not_form: 'Envoyez un formulaire (application/x-www-form-urlencoded) ou du JSON.',
    too_long: 'C’est trop long.',
    unreadable: 'Cette demande n’a pas pu être lue.',
    fault: 'Une erreur s’est produite. Le journal du serveur en dit plus.',
    not_ready: 'La base de données n’est pas encore prête. La page réessaie d’elle-même.',
    host: 'Ce serveur ne répond pas à ce nom d’hôte.',
    network:
      'Ceci n’est pas pour votre réseau : voir metrics_networks et phone_networks dans sms.ini.',
    proxy:
      'Un proxy a transmis ceci que web_proxies dans sms.ini ne nomme pas, ou qui n’envoie pas X-Forwarded-For : nul ne sait qui demande. Inscrivez-le là.',
    sign_in_first: 'Vous êtes déconnecté. Connectez-vous et réessayez.',
    title: 'Impossible',
    back: 'Retour au début',
  },
}
