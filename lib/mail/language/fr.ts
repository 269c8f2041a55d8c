// What we write to people, in French.

import type { Phrases } from './phrases.ts'

export const fr: Phrases = {
  cannotBeAnswered: 'On ne peut pas répondre d’ici à l’expéditeur de ce SMS.',
  forwarded: 'Ce SMS vous a été transféré par {address}. Seule cette adresse peut y répondre.',
  whoIsMeant:
    'Votre SMS a plusieurs destinataires possibles. Répondez seulement par le chiffre du bon : {choices}',
  partsMissing: {
    one: '{missing} des {total} parties de ce SMS n’est pas arrivée.',
    other: '{missing} des {total} parties de ce SMS ne sont pas arrivées.',
  },
  report: {
    subject: {
      failed: 'SMS non remis',
      uncertain: 'SMS peut-être non envoyé',
      delayed: 'SMS pas encore remis',
      relayed: 'SMS envoyé',
      delivered: 'SMS remis',
    },
    one: {
      failed: 'Votre SMS au {phone} n’a pas été remis.',
      uncertain: 'Il n’est pas certain que votre SMS au {phone} ait été envoyé.',
      delayed:
        'Votre SMS au {phone} n’est pas encore arrivé. Nous continuons d’essayer[ jusqu’au {until}] ; vous n’avez rien à faire.',
      relayed: 'Votre SMS au {phone} a été envoyé. Le réseau n’indique pas s’il est arrivé.',
      delivered: 'Votre SMS au {phone} est arrivé sur le téléphone.',
    },
    many: {
      failed: 'Votre SMS n’a pas été remis à ces {count} destinataires :',
      uncertain: 'Il n’est pas certain que votre SMS ait été envoyé à ces {count} destinataires :',
      delayed:
        'Votre SMS n’est pas encore arrivé chez ces {count} destinataires. Nous continuons d’essayer[ jusqu’au {until}] ; vous n’avez rien à faire :',
      relayed:
        'Votre SMS a été envoyé à ces {count} destinataires. Le réseau n’indique pas s’il est arrivé :',
      delivered: 'Votre SMS est arrivé chez ces {count} destinataires :',
    },
    more: { one: 'et {count} autre', other: 'et {count} autres' },
    others: 'Les autres destinataires du message ({count}) ne sont pas concernés.',
    original: 'Il s’agit de votre message[ « {subject} »] du {date}.',
    attached: 'Les pièces jointes disent la même chose aux logiciels de messagerie.',
  },
  welcome: {
    subject: 'Vous pouvez envoyer des SMS par e-mail',
    text: 'Vous pouvez désormais envoyer des SMS depuis cette adresse. Écrivez un e-mail au numéro de téléphone suivi de @{domain}, par exemple à +33612345678@{domain} : son texte part en SMS. Les réponses vous arrivent par e-mail, et vous y répondez comme à tout autre e-mail.',
    number: 'Votre propre numéro est le {number} : les SMS qu’il reçoit vous arrivent par e-mail.',
    password:
      'Choisissez ici un mot de passe pour les pages. Le lien est valable 7 jours :\n{link}',
  },
  signIn: {
    subject: 'Connexion aux pages SMS',
    text: 'Voici votre lien de connexion. Il est valable 20 minutes et une seule fois :\n{link}\n\nSi vous ne l’avez pas demandé, vous n’avez rien à faire.',
  },
  password: {
    subject: 'Choisir un mot de passe',
    text: 'Choisissez ici un nouveau mot de passe. Le lien est valable 60 minutes et une seule fois :\n{link}\n\nSi vous ne l’avez pas demandé, vous n’avez rien à faire : votre mot de passe ne change pas.',
  },
  signUp: {
    subject: 'Créer votre compte SMS',
    text: 'Choisissez ici un mot de passe, et votre compte est créé. Le lien est valable 24 heures et une seule fois :\n{link}\n\nSi vous ne l’avez pas demandé, vous n’avez rien à faire : sans le lien, il n’y a pas de compte.',
  },
  alias: {
    subject: 'Confirmer votre adresse',
    text: 'Le compte {account} veut utiliser aussi cette adresse. Si c’est vous, connectez-vous et confirmez-la ici. Le lien est valable 24 heures :\n{link}\n\nSi ce n’est pas vous, vous n’avez rien à faire.',
  },
  shortened: {
    subject: 'SMS raccourci',
    text: 'Le texte de votre message[ « {subject} »] était trop long pour un SMS : la fin a été omise. Cette partie n’a pas été envoyée :',
  },
  optOut: {
    stopped:
      'Ce téléphone ne reçoit plus de SMS de votre organisation : les messages vers lui sont refusés. Seul le téléphone lui-même peut l’annuler, avec START, ou votre administrateur.',
    started: 'Ce téléphone reçoit de nouveau les SMS de votre organisation.',
    confirmation:
      'Vous ne recevrez plus de SMS de cet expéditeur. Pour en recevoir de nouveau, répondez START.',
    page: {
      title: 'Ne plus recevoir de SMS de {organisation} ?',
      text: 'Le téléphone {phone} ne recevra plus de SMS de cet expéditeur.',
      button: 'Plus de SMS',
      done: 'Le téléphone {phone} ne reçoit plus de SMS de {organisation}.',
      again: 'Pour en recevoir de nouveau, répondez START à l’un des SMS.',
      unknown: 'Ce lien n’est pas valable. Utilisez celui du dernier SMS, ou répondez-y STOP.',
    },
  },
  faults: {
    route_down: {
      subject: 'La route {route} est en panne',
      text: 'La route {route} ne peut pas envoyer[ : {reason}]. Ses messages attendent ou prennent une autre route. Vérifiez qu’elle est branchée et bien réglée dans sms.routes.ini ; elle est réessayée d’elle-même.',
    },
    route_refused: {
      subject: 'La route {route} est refusée',
      text: 'L’autre côté de la route {route} ne nous accepte pas[ : {reason}]. Ses messages attendent ou prennent une autre route. Corrigez ses identifiants ou son compte dans sms.routes.ini ; elle est réessayée d’elle-même.',
    },
    wrong_pin: {
      subject: 'La carte SIM de {route} refuse le code PIN',
      text: 'La carte SIM de la route {route} n’accepte pas le code PIN. Il n’est pas réessayé, pour que la carte ne se bloque pas. Corrigez le code PIN dans sms.routes.ini.',
    },
    no_signal: {
      subject: 'Le modem de {route} n’a pas de réseau',
      text: 'Le modem de la route {route} n’est inscrit sur aucun réseau[ : {reason}]. Vérifiez l’antenne, l’emplacement et la carte SIM.',
    },
    credit_low: {
      subject: 'Le crédit SMS de {group} est bas',
      text: 'Le crédit SMS de {group} est descendu à {balance}. Rechargez-le avant que des messages ne soient refusés.',
    },
    queue_old: {
      subject: 'Des SMS attendent depuis {since}',
      text: '{count} SMS attendent, le plus ancien depuis {since}. Vérifiez que les routes fonctionnent et qu’elles sont assez rapides.',
      one: {
        subject: 'Un SMS attend depuis {since}',
        text: '{count} SMS attend depuis {since}. Vérifiez que les routes fonctionnent et qu’elles sont assez rapides.',
      },
    },
    mail_bounced: {
      subject: 'Un message à {address} est revenu',
      text: 'Le message avec un SMS pour {address} n’a pas pu être remis[ : {reason}]. Le SMS est toujours enregistré. Corrigez l’adresse du compte ou de son transfert.',
    },
    nobody_for_sms: {
      subject: 'Un SMS au {number} n’appartient à personne',
      text: 'Un SMS du {phone} au {number} n’appartient à aucun compte. Il est enregistré. Attribuez le numéro à un compte, ou indiquez une adresse de secours.[ Depuis le dernier e-mail à ce sujet, {count} autres sont arrivés.]',
      one: {
        text: 'Un SMS du {phone} au {number} n’appartient à aucun compte. Il est enregistré. Attribuez le numéro à un compte, ou indiquez une adresse de secours.[ Depuis le dernier e-mail à ce sujet, {count} autre est arrivé.]',
      },
    },
    numbers_refused: {
      subject: '{count} numéros n’ont pas pu être utilisés',
      text: '{address} a écrit à des numéros qui ne peuvent pas recevoir de SMS : {numbers}.',
      one: {
        subject: '{count} numéro n’a pas pu être utilisé',
        text: '{address} a écrit à un numéro qui ne peut pas recevoir de SMS : {numbers}.',
      },
    },
  },
  reasons: {
    number_invalid:
      '{number} n’est pas un numéro de téléphone valable. Vérifiez-le, ou écrivez-le avec + et l’indicatif du pays.',
    number_landline: '{number} est un numéro fixe. Écrivez à un numéro de mobile.',
    number_premium:
      '{number} est un numéro surtaxé, qui ne reçoit pas de SMS d’ici. Écrivez à un numéro de mobile.',
    number_satellite:
      '{number} est un téléphone par satellite, qui ne reçoit pas de SMS d’ici. Écrivez à un numéro de mobile.',
    number_not_mobile: '{number} n’est pas un numéro de mobile. Écrivez à un numéro de mobile.',
    number_ambiguous:
      'Les chiffres peuvent se lire comme deux numéros : {number}. Écrivez le bon avec + ou 00 devant.',
    numbers_joined: '« {number} » est plus qu’un numéro de téléphone. Séparez-les par une virgule.',
    prefix_not_allowed:
      'Les SMS au {number} ne sont pas autorisés ici. Demandez à votre administrateur d’autoriser ce pays ou ce préfixe.',
    address_not_understood:
      'L’adresse {address} n’est pas comprise. Écrivez à un numéro de téléphone de ce domaine, par exemple +33660919010.',
    option_invalid:
      'L’option {option} n’est pas comprise. On connaît flash, urgent, validity=6h (1h à 3d), at=180024122026 (hhmmjjmmaaaa) et sender=.',
    time_invalid:
      '« {time} » n’est pas une heure. Écrivez par exemple 2026-12-24 18:00, 18:00, +2h ou 180024122026.',
    time_past: 'L’heure {time} est passée. Écrivez-en une à venir.',
    recipients_none:
      'Il n’y a pas de numéro auquel envoyer. Écrivez-le dans l’objet, ou joignez une liste de numéros.',
    name_unknown:
      'Il n’y a ni contact ni groupe du nom de « {name} ». Vérifiez le nom, ou écrivez un numéro de téléphone.',
    name_empty:
      'Le groupe de contacts « {name} » ne contient aucun numéro. Ajoutez-en un, ou écrivez un numéro de téléphone.',
    list_unreadable:
      'La liste jointe {file} n’est pas comprise. Joignez un fichier texte ou CSV avec un numéro de téléphone par ligne ; un titre doit dire Mobile ou Téléphone.',
    key_unknown: 'Cette clé n’est pas valable ici. Demandez une clé active à votre administrateur.',
    account_paused: 'Le compte {sender} est suspendu. Demandez à votre administrateur.',
    sender_unknown:
      'L’expéditeur {sender} n’a pas de compte ici. Envoyez depuis l’adresse de votre compte, ou demandez un compte à votre administrateur.',
    sender_not_trusted:
      'Il n’est pas prouvé que {sender} a envoyé ceci. Connectez-vous à votre serveur de messagerie pour envoyer, utilisez votre clé, ou demandez à votre administrateur.',
    domain_not_open:
      'Ce domaine SMS n’est pas ouvert à {sender}. Écrivez au domaine SMS de votre groupe, ou demandez à votre administrateur.',
    sender_unchecked:
      'On n’a pas encore pu vérifier si {sender} a envoyé ceci. Réessayez plus tard.',
    sender_mismatch:
      'L’adresse « De » et l’expéditeur de l’enveloppe appartiennent à des comptes différents. Envoyez depuis une adresse qui est la vôtre.',
    sender_several:
      'Le message a plusieurs adresses « De », ou aucune. Envoyez-le depuis une seule.',
    command_alone:
      'Une commande va à une seule adresse, dans un message à part. Écrivez-lui sans autres destinataires de SMS.',
    numbers_used_up:
      'Tous les numéros de votre groupe sont attribués. Demandez-en d’autres à votre administrateur.',
    mail_unreadable: 'Le message ne peut pas être lu. Envoyez-le en texte brut.',
    text_empty:
      'Le message ne contient aucun texte à envoyer. Écrivez le texte du SMS dans le message.',
    text_only_quotation:
      'Le message ne contient que du texte cité. Écrivez le texte du SMS au-dessus de la citation.',
    text_too_long:
      'Le texte est trop long[ (il faut {parts} SMS)][ ; {max} au plus sont autorisés]. Raccourcissez-le et renvoyez-le.',
    sender_name_not_allowed:
      'Vous ne pouvez pas utiliser l’expéditeur {sender}. Ne l’indiquez pas, ou demandez à votre administrateur de l’approuver.',
    opted_out:
      '{number} ne veut plus de SMS de votre organisation. Seul le téléphone lui-même peut y revenir, avec START, ou votre administrateur.',
    limit_personal_none:
      'Les membres du groupe {group} ne peuvent pas envoyer de SMS. Demandez à votre administrateur.',
    limit_personal_used:
      'Vous avez épuisé vos SMS dans le groupe {group}. [L’envoi sera de nouveau possible à partir du {frees}. ]Demandez à votre administrateur s’il vous en faut plus.',
    limit_group_none:
      'Le groupe {group} ne peut pas envoyer de SMS. Demandez à votre administrateur.',
    limit_group_used:
      'Le groupe {group} a épuisé ses SMS. [L’envoi sera de nouveau possible à partir du {frees}. ]Demandez à votre administrateur s’il en faut plus.',
    credit_used:
      'Le crédit[ de {group}] est épuisé. Demandez à votre administrateur de le recharger.',
    block_link_missing:
      'Le texte contient _BLOCKSMSLINK_, mais aucune adresse n’est configurée pour de tels liens. Retirez-le, ou demandez à votre administrateur de régler public_url.',
    too_many_at_once:
      'Trop à la fois. Réessayez dans une minute, ou envoyez à moins de destinataires.',
    duplicate:
      'Le même texte a été ou doit être envoyé au {number} à moins de 24 heures de celui-ci. Modifiez-le s’il doit être envoyé de nouveau.',
    reply_not_yours:
      'Cette adresse de réponse appartient à un autre compte. Répondez depuis l’adresse à laquelle le SMS a été transmis.',
    reply_impossible:
      'On ne peut pas répondre d’ici à ce SMS : son expéditeur ne prend pas de réponse, ou il vous a été transféré. Répondez depuis le compte qui l’a reçu, ou écrivez à un numéro de mobile.',
    no_route: 'Aucune route vers {number} n’est réglée. Demandez à votre administrateur.',
    undelivered:
      'Le SMS n’a pas atteint le téléphone[ ({reason})]. Vérifiez le numéro ; le téléphone est peut-être éteint ou hors service.',
    unsent:
      'Le SMS n’a pas pu être envoyé[ ({reason})]. Vérifiez le numéro et renvoyez-le plus tard.',
    expired:
      'Le SMS a attendu trop longtemps et a été abandonné[ ({reason})]. Renvoyez-le s’il est encore utile.',
    cancelled: 'Le SMS a été annulé avant l’envoi. Renvoyez-le si ce n’était pas voulu.',
    uncertain:
      'La liaison s’est coupée pendant la remise du SMS : personne ne sait encore s’il a été envoyé. Demandez à la personne avant de le renvoyer.',
  },
}
