// The field names that mail programs write above a quoted mail, by what they stand for.
// Sources: the programs' own translations (Outlook, Apple Mail, Thunderbird, Gmail, Yahoo, Notes).

export type HeaderRole = 'from' | 'sent' | 'to' | 'cc' | 'subject' | 'other'

const labels: Readonly<Record<HeaderRole, string>> = {
  from:
    'from,fra,från,von,de,da,van,od,lähettäjä,feladó,mittente,expéditeur,remitente,remetente,de la,expeditor,' +
    'expeditorul,от,от кого,отправитель,від,від кого,kimden,gönderen,saatja,kellelt,nuo,no,sūtītājs,siuntėjas,' +
    'sendandi,frá,发件人,寄件者,寄件人,差出人,送信元,送信者,보낸 사람,보낸사람,발신,nadawca,odesílatel,odosielateľ,afsender,' +
    'avsändare,avsender,absender,afzender,από,αποστολέας,מאת,من,المرسل,šalje,šalje:,pošiljatelj,pošiljalac,izvorni pošiljatelj,' +
    'người gửi,từ,dari,pengirim,подател,изпращач,пошиљалац,od koga,saatja,fra:,igorlea,de part de,จาก',
  sent:
    "sent,date,sendt,dato,skickat,skickades,datum,gesendet,gesendet am,envoyé,envoyé le,envoyée,date d’envoi,date d'envoi,le,enviado," +
    'enviado el,enviada em,enviado em,enviada,enviado a,enviat,fecha,fecha de envío,data,inviato,inviato il,verzonden,verstuurd,' +
    'verzonden op,lähetetty,päivämäärä,päiväys,pvm,wysłano,wysłane,odesláno,odoslané,elküldve,küldve,dátum,' +
    'időpont,trimis,dată,отправлено,дата,надіслано,відправлено,gönderilen,gönderildi,gönderme tarihi,gönderilme tarihi,' +
    'tarih,išsiųsta,data,saadetud,kuupäev,nosūtīts,datums,στάλθηκε,ημερομηνία,απεσταλμένα,изпратено,发送时间,發送時間,发送日期,' +
    '日期,寄件日期,送信日時,送信日,日時,日付,보낸 날짜,보낸날짜,날짜,sent at,date sent,sendt den,poslano,poslato,послато,posláno,' +
    'đã gửi,ngày,tanggal,dikirim,sendur,sent on,received,mottaget,modtaget,mottatt,empfangen,נשלח,תאריך,تاريخ,التاريخ,تاريخ الإرسال,data wysłania,wysłano dnia,data invio',
  to:
    'to,til,till,an,à,a,para,pour,destinataire,destinatario,destinatário,aan,vastaanottaja,do,komu,címzett,către,' +
    'catre,destinatar,destinatarul,кому,до,kime,alıcı,kam,saaja,kellele,προς,收件人,宛先,받는 사람,받는사람,送信先,adresat,' +
    'prima,za,pre,empfänger,modtager,mottagare,mottaker,ontvanger,adressat,gavėjas,adresāts,viðtakandi,до кого,אל,إلى,đến,kepada,primatelj,per',
  cc:
    'cc,kopi,kopia,kopie,kopie (cc),copie,copie à,copia,cópia,kopio,dw,másolatot kap,másolat,копия,копія,копие,bilgi,抄送,' +
    '副本,参照,参照,참조,kópia,bcc,cci,cco,bkopia,blindkopi,kenmerk,copie carbone,cc:,c.c.,kóp,kopija,koopia,kopēt,κοινοποίηση,עותק,نسخة',
  subject:
    'subject,emne,ämne,betreff,objet,sujet,asunto,oggetto,assunto,onderwerp,aihe,otsikko,temat,předmět,predmet,tárgy,subiect,' +
    'subiectul,тема,konu,tema,teema,θέμα,относно,主题,主旨,件名,제목,naslov,zadeva,efni,vedr,vedrørende,vedr.,gegenstand,' +
    'assumpte,gaia,пpедмет,предмет,tēma,temats,chủ đề,subjek,perihal,judul,נושא,الموضوع,موضوع,objet du message,rubrik,ang,angående,betr,betr.,re',
  other:
    'reply-to,reply to,svar til,svara till,antwort an,répondre à,responder a,rispondi a,antwoord aan,antwoorden aan,vastaus,' +
    'válaszcím,odpowiedź-do,odpověď na,importance,priority,prioritet,priorité,prioridad,priorità,wichtigkeit,betydning,' +
    'vigtighed,prioriteit,attachments,attachment,vedhæftet,vedhæftede filer,vedhæftning,bifogade filer,bilagor,vedlegg,anlagen,anhang,anlage,' +
    'pièces jointes,pièce jointe,pj,datos adjuntos,archivos adjuntos,adjunto,allegati,allegato,bijlage,bijlagen,anexos,anexo,liitteet,liite,załączniki,' +
    'přílohy,prílohy,mellékletek,organization,organisation,organización,categories,kategorier,sensitivity,' +
    'message-id,mailed-by,signed-by,when,where,time,tid,hvornår,hvor,wann,wo,quand,où,cuándo,dónde,attach,mailing list,newsgroups,x-mailer,вложения,附件',
}

export const headerRoles: ReadonlyMap<string, HeaderRole> = new Map(
  (Object.entries(labels) as [HeaderRole, string][])
    .reverse()
    .flatMap(([role, words]) => words.split(',').map((word): [string, HeaderRole] => [word, role])),
)

/** Words for the date field that no one but a mail program writes in front of a colon. */
export const mailOnlySent: ReadonlySet<string> = new Set(
  (
    'sent,sendt,skickat,gesendet,envoyé,enviado,enviado el,enviada em,enviado em,inviato,verzonden,lähetetty,wysłano,wysłane,odesláno,' +
    'odoslané,elküldve,trimis,отправлено,надіслано,відправлено,gönderilen,gönderildi,发送时间,發送時間,寄件日期,送信日時,보낸 날짜,išsiųsta,' +
    'saadetud,στάλθηκε,изпратено,poslano,poslato,послато'
  ).split(','),
)
