// Answers to commands by mail, in French.
import type { CommandPhrases } from './phrases.ts'

export const fr: CommandPhrases = {
  mobileCode:
    '{code} est le code qui confirme ce téléphone comme expéditeur. Il est valable 15 minutes.',
  subscribed: {
    subject: 'Votre numéro SMS',
    number: 'Votre propre numéro est le {number}. Les SMS qu’il reçoit vous arrivent par e-mail.',
    none: 'Vous pouvez désormais envoyer des SMS par e-mail.',
    qr: 'Qui lit ce code avec son téléphone peut aussitôt écrire un SMS à votre numéro. Il trouve sa place sur une carte de visite ou dans une signature.',
    end: 'Pour rendre le numéro, écrivez à unsubscribe@{domain}. Pour tout le reste, écrivez à help@{domain}.',
  },
  unsubscribed: {
    subject: 'Votre numéro SMS est rendu',
    number: 'Le numéro {number} n’est plus le vôtre. Les SMS qu’il reçoit ne vous arrivent plus.',
    none: 'Vous n’aviez pas de numéro SMS ; rien n’a changé.',
    another: 'Pour un autre numéro, écrivez à subscribe@{domain}.',
  },
  confirm: {
    subject: {
      subscribe: 'Confirmez que vous voulez un numéro SMS',
      unsubscribe: 'Confirmez que vous rendez votre numéro SMS',
    },
    text: {
      subscribe:
        'Quelqu’un a demandé en votre nom un numéro SMS pour {address}. Si c’était vous, ouvrez ce lien et confirmez dans les 24 heures :',
      unsubscribe:
        'Quelqu’un a demandé en votre nom de rendre le numéro SMS de {address}. Si c’était vous, ouvrez ce lien et confirmez dans les 24 heures :',
    },
    unasked: 'Si ce n’était pas vous, ne faites rien : rien ne changera.',
  },
  page: {
    subscribe: {
      title: 'Voulez-vous un numéro SMS pour {address} ?',
      text: 'Les SMS envoyés à ce numéro vous arrivent par e-mail.',
      button: 'Oui, je le veux',
      done: 'C’est fait. Un e-mail vous donne votre numéro.',
    },
    unsubscribe: {
      title: 'Voulez-vous rendre le numéro SMS de {address} ?',
      text: 'Les SMS envoyés à ce numéro ne vous arriveront plus.',
      button: 'Rendre le numéro',
      done: 'C’est fait. Le numéro est rendu.',
    },
    unknown: 'Ce lien n’est plus valable. Écrivez de nouveau l’e-mail pour en recevoir un autre.',
    refused: {
      key_unknown: 'La clé n’est plus valable. Demandez une clé active à votre administrateur.',
      account_paused: 'Le compte {sender} est suspendu. Demandez à votre administrateur.',
      sender_unknown:
        'Le compte {sender} n’appartient pas à cette clé. Demandez à votre administrateur.',
      accounts_used_up:
        'Aucun autre compte ne peut être créé aujourd’hui. Réessayez demain, ou demandez à votre administrateur.',
      numbers_used_up:
        'Tous les numéros de votre groupe sont attribués. Demandez-en d’autres à votre administrateur.',
    },
  },
  status: {
    subject: 'Votre compte SMS',
    account: 'Compte : {address}, groupe {group}',
    number: 'Numéro propre : {number}',
    noNumber: 'Numéro propre : aucun. Demandez-en un par un e-mail à subscribe@{domain}.',
    unlimited: 'Limites : aucune, vous pouvez envoyer autant que vous voulez',
    personal: 'Votre propre limite : {used} sur {allowed} utilisés',
    group: 'Limite de {group} : {used} sur {allowed} utilisés',
    within: '{allowed} en {days}',
    credit: 'Crédit de {group} : {balance}',
    latest: 'Vos derniers messages :',
    nothing: 'Aucun message pour l’instant.',
  },
  states: {
    held: 'retenu',
    scheduled: 'à envoyer plus tard',
    queued: 'en attente',
    sending: 'en cours d’envoi',
    uncertain: 'peut-être envoyé',
    sent: 'envoyé',
    buffered: 'téléphone pas encore joint',
    delivered: 'remis',
    undelivered: 'non remis',
    unsent: 'n’a pas pu être envoyé',
    expired: 'abandonné',
    cancelled: 'annulé',
    refused: 'refusé',
    incoming: 'reçu',
  },
  help: {
    subject: 'Comment envoyer des SMS par e-mail',
    text: `Écrivez un e-mail au numéro de téléphone suivi de @{domain}, par exemple à +33612345678@{domain}. Le texte de l’e-mail part en SMS. Les réponses vous arrivent par e-mail, et vous y répondez comme à tout autre e-mail.

Plusieurs téléphones à la fois : écrivez à sms@{domain} avec les numéros dans l’objet, séparés par des virgules. Les destinataires ne se voient pas.

Plus tard : ajoutez une heure après les numéros dans l’objet, par exemple 2026-12-24 18:00 ou +2h.

Autres adresses :
  subscribe@{domain}     vous donne un numéro à vous
  unsubscribe@{domain}   le rend
  status@{domain}        montre vos limites, votre crédit et vos derniers messages
  preview@{domain}       montre ce qu’un e-mail enverrait ; écrivez les numéros dans l’objet`,
  },
  preview: {
    subject: 'Voici ce qui partirait en SMS',
    nothingSent: 'Rien n’a été envoyé. Pour envoyer, écrivez à {address} avec le même objet.',
    nothingSentOfList:
      'Rien n’a été envoyé. Pour envoyer, écrivez à {address} avec le même objet et la même liste.',
    size: '{characters} caractères, {parts} SMS par téléphone, alphabet {alphabet}',
    price: 'Prix : {price}',
    now: 'Part aussitôt.',
    at: 'Part le {time}.',
    waits: 'Aucune voie vers le téléphone ne marche en ce moment : le SMS attend qu’une marche.',
    to: 'À :',
    refused: 'Refusé :',
    text: 'Le texte :',
    cut: 'Retiré :',
  },
}
