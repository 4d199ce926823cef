import { describe, expect, test } from 'vitest';
import { splitReply } from './reply-text.ts';

/**
 * Mails as the usual programs write them, made up by hand: what a person wrote stands before the line of equals
 * signs, and the whole mail after it.
 */
const mails: Record<string, string> = {
  'Gmail, English': `
Hi Bo,

Yes, please send it again to our accounting department.

Thanks,
Ada
=====
Hi Bo,

Yes, please send it again to our accounting department.

Thanks,
Ada

On Mon, Mar 2, 2026 at 3:04 PM Northwind Support <
support+0123456789abcdef0123456789abcdef@inbound.northwind.example> wrote:

> Dear Ada,
>
> did you get invoice INV-2026-0042?
>
> Bo`,
  'Gmail, German': `
Danke, das passt so.
=====
Danke, das passt so.

Am Mo., 2. März 2026 um 15:04 Uhr schrieb Northwind Support <support@northwind.example>:

> Guten Tag Frau Lindqvist,
>
> wir haben die Rechnung angepasst.`,
  'Gmail, French': `
Bonjour,

C'est bien reçu, merci.
=====
Bonjour,

C'est bien reçu, merci.

Le lun. 2 mars 2026 à 15:04, Northwind Support <support@northwind.example> a
écrit :

> Bonjour,
>
> Votre facture est jointe.`,
  'Gmail, Spanish': `
Perfecto, gracias.
=====
Perfecto, gracias.

El lun, 2 mar 2026 a las 15:04, Northwind Support (<support@northwind.example>)
escribió:

> Hola Ada,
> adjuntamos la factura.`,
  'Gmail, Portuguese': `
Obrigada, vou pagar hoje.
=====
Obrigada, vou pagar hoje.

Em seg., 2 de mar. de 2026 às 15:04, Northwind Support <
support@northwind.example> escreveu:

> Olá Ada,
> segue a fatura.`,
  'Gmail, Italian': `
Va bene, grazie mille.
=====
Va bene, grazie mille.

Il giorno lun 2 mar 2026 alle ore 15:04 Northwind Support <
support@northwind.example> ha scritto:

> Gentile Ada,
> in allegato la fattura.`,
  'Gmail, Dutch': `
Prima, dank je wel.
=====
Prima, dank je wel.

Op ma 2 mrt 2026 om 15:04 schreef Northwind Support <support@northwind.example
>:

> Beste Ada,
> bijgaand de factuur.`,
  'Gmail, Polish': `
Dziękuję, zapłacę jutro.
=====
Dziękuję, zapłacę jutro.

pon., 2 mar 2026 o 15:04 Northwind Support <support@northwind.example>
napisał(a):

> Dzień dobry,
> w załączniku faktura.`,
  'Gmail, Chinese': `
收到，谢谢。
=====
收到，谢谢。

Northwind Support <support@northwind.example> 于2026年3月2日周一 15:04写道：

> 您好，
> 附件是发票。`,
  'Gmail, Japanese': `
承知いたしました。
=====
承知いたしました。

2026年3月2日(月) 15:04 Northwind Support <support@northwind.example>:

> お世話になっております。
> 請求書を添付いたします。`,
  'Gmail, Arabic': `
شكرا، تم الدفع.
=====
شكرا، تم الدفع.

‫في الاثنين، 2 مارس 2026 في 3:04 م تمت كتابة ما يلي بواسطة ‪Northwind
Support‬‏ <‪support@northwind.example‬‏>:‬

> مرحبا
> الفاتورة مرفقة`,
  'Gmail, Russian': `
Спасибо, получили.
=====
Спасибо, получили.

пн, 2 мар. 2026 г. в 15:04, Northwind Support <support@northwind.example>:

> Здравствуйте,
> счёт во вложении.`,
  'Gmail, Turkish': `
Teşekkürler, ödedim.
=====
Teşekkürler, ödedim.

Northwind Support <support@northwind.example>, 2 Mar 2026 Pzt, 15:04 tarihinde
şunu yazdı:

> Merhaba,
> fatura ektedir.`,
  'Gmail, Swedish': `
Tack, det stämmer.
=====
Tack, det stämmer.

Den mån 2 mars 2026 kl 15:04 skrev Northwind Support <
support@northwind.example>:

> Hej Ada,
> här kommer fakturan.`,
  'Apple Mail, English': `
Looks good to me.
=====
Looks good to me.

> On 2 Mar 2026, at 15:04, Northwind Support <support@northwind.example> wrote:
> 
> Dear Ada,
> is the amount right?`,
  'Apple Mail, German': `
Ja, stimmt.
=====
Ja, stimmt.

> Am 02.03.2026 um 15:04 schrieb Northwind Support <support@northwind.example>:
> 
> Guten Tag,
> stimmt der Betrag?`,
  'Apple Mail, Spanish': `
Sí, correcto.
=====
Sí, correcto.

> El 2 mar 2026, a las 15:04, Northwind Support <support@northwind.example> escribió:
> 
> ¿Es correcto el importe?`,
  'Apple Mail, Chinese': `
好的，没问题。
=====
好的，没问题。

> 在 2026年3月2日，15:04，Northwind Support <support@northwind.example> 写道：
> 
> 金额对吗？`,
  'iPhone, English': `
Paid this morning!
=====
Paid this morning!

Sent from my iPhone

> On Mar 2, 2026, at 3:04 PM, Northwind Support <support@northwind.example> wrote:
> 
> ﻿Dear Ada,
> a reminder.`,
  'iPhone, German': `
Ist überwiesen.
=====
Ist überwiesen.

Von meinem iPhone gesendet

> Am 02.03.2026 um 15:04 schrieb Northwind Support <support@northwind.example>:
> 
> ﻿Guten Tag,
> eine Erinnerung.`,
  'iPhone, French': `
C'est payé.
=====
C'est payé.

Envoyé de mon iPhone

> Le 2 mars 2026 à 15:04, Northwind Support <support@northwind.example> a écrit :
> 
> Un petit rappel.`,
  'iPhone, Chinese': `
已付款
=====
已付款

发自我的iPhone

> 在 2026年3月2日，下午3:04，Northwind Support <support@northwind.example> 写道：
> 
> 提醒`,
  'Samsung': `
Yes, that is fine.
=====
Yes, that is fine.


Sent from my Galaxy


-------- Original message --------
From: Northwind Support <support@northwind.example>
Date: 02/03/2026 15:04 (GMT+00:00)
To: ada@lindqvist.example
Subject: Re: [#12] Invoice

Is that fine?

Bo`,
  'Outlook, English': `
Thanks Bo, approved.

Best regards
Ada
=====
Thanks Bo, approved.

Best regards
Ada

From: Northwind Support <support@northwind.example>
Sent: Monday, March 2, 2026 3:04 PM
To: Ada Lindqvist <ada@lindqvist.example>
Cc: Eve Berg <eve@lindqvist.example>
Subject: Re: [#12] Invoice

Dear Ada,

can you approve this?

Bo`,
  'Outlook, German': `
Hallo Bo,

freigegeben.
=====
Hallo Bo,

freigegeben.

Von: Northwind Support <support@northwind.example>
Gesendet: Montag, 2. März 2026 15:04
An: Ada Lindqvist <ada@lindqvist.example>
Betreff: Re: [#12] Rechnung

Guten Tag,

bitte freigeben.`,
  'Outlook, French': `
Bonjour,

C'est validé.
=====
Bonjour,

C'est validé.

De : Northwind Support <support@northwind.example>
Envoyé : lundi 2 mars 2026 15:04
À : Ada Lindqvist <ada@lindqvist.example>
Objet : Re: [#12] Facture

Pouvez-vous valider ?`,
  'Outlook, Spanish': `
Aprobado.
=====
Aprobado.

De: Northwind Support <support@northwind.example>
Enviado el: lunes, 2 de marzo de 2026 15:04
Para: Ada Lindqvist <ada@lindqvist.example>
Asunto: Re: [#12] Factura

¿Lo aprueba?`,
  'Outlook, Arabic': `
تمت الموافقة
=====
تمت الموافقة

من: Northwind Support <support@northwind.example>
تم الإرسال: الاثنين 2 مارس 2026 15:04
إلى: Ada Lindqvist <ada@lindqvist.example>
الموضوع: Re: [#12] فاتورة

هل توافق؟`,
  'Outlook, Italian': `
Approvato.
=====
Approvato.

Da: Northwind Support <support@northwind.example>
Inviato: lunedì 2 marzo 2026 15:04
A: Ada Lindqvist <ada@lindqvist.example>
Oggetto: Re: [#12] Fattura

Puoi approvare?`,
  'Outlook, Chinese': `
同意。
=====
同意。

发件人: Northwind Support <support@northwind.example>
发送时间: 2026年3月2日 15:04
收件人: Ada Lindqvist <ada@lindqvist.example>
主题: Re: [#12] 发票

请批准。`,
  'Outlook on the web': `
Fine by me.
=====
Fine by me.
________________________________
From: Northwind Support <support@northwind.example>
Sent: Monday, March 2, 2026 3:04 PM
To: Ada Lindqvist <ada@lindqvist.example>
Subject: Re: [#12] Invoice

Is it fine?`,
  'Outlook for iOS': `
On my way, will pay tonight.
=====
On my way, will pay tonight.

Get Outlook for iOS<https://aka.ms/o0ukef>
________________________________
From: Northwind Support <support@northwind.example>
Sent: Monday, March 2, 2026 3:04:05 PM
To: Ada Lindqvist <ada@lindqvist.example>
Subject: Re: [#12] Invoice

When will you pay?`,
  'Outlook for Mac': `
Agreed.
=====
Agreed.


From: Northwind Support <support@northwind.example>
Date: Monday, 2 March 2026 at 15:04
To: Ada Lindqvist <ada@lindqvist.example>
Subject: Re: [#12] Invoice
Do you agree?`,
  'Outlook, bold headers in plain text': `
Einverstanden.
=====
Einverstanden.

*Von:* Northwind Support <support@northwind.example>
*Gesendet:* Montag, 2. März 2026 15:04
*An:* Ada Lindqvist <ada@lindqvist.example>
*Betreff:* Re: [#12] Rechnung

Einverstanden?`,
  'Yahoo': `
Hello, we never got it.
=====
Hello, we never got it.

    On Monday, March 2, 2026 at 03:04:05 PM GMT+1, Northwind Support <support@northwind.example> wrote:  
 
 Dear Ada,
did you get it?  `,
  'Thunderbird, English': `
No, not yet.
=====
No, not yet.

On 02/03/2026 15:04, Northwind Support wrote:
> Did you get it?
> Bo`,
  'Thunderbird, German, answered below': `
Nein, noch nicht.

Gruß
Ada
=====
Am 02.03.26 um 15:04 schrieb Northwind Support:
> Haben Sie es erhalten?
> Bo

Nein, noch nicht.

Gruß
Ada`,
  'Thunderbird, French': `
Pas encore.
=====
Pas encore.

Le 02/03/2026 à 15:04, Northwind Support a écrit :
> L'avez-vous reçu ?`,
  'Proton': `
I have changed our address.
=====
I have changed our address.

Sent with [Proton Mail](https://proton.me/mail/home) secure email.

On Monday, March 2nd, 2026 at 3:04 PM, Northwind Support <support@northwind.example> wrote:

> Has your address changed?`,
  'Zoho': `
Received, thank you.
=====
Received, thank you.



---- On Mon, 02 Mar 2026 15:04:05 +0100 Northwind Support <support@northwind.example> wrote ---

Did you receive it?`,
  'Lotus Notes': `
We will check and come back to you.
=====
We will check and come back to you.



From:   "Northwind Support" <support@northwind.example>
To:     ada@lindqvist.example
Date:   02.03.2026 15:04
Subject:        Re: [#12] Invoice



Please check.`,
  'answered between the lines': `
Hi Bo,

the 12th.

Yes, two more please.

Ada
=====
Hi Bo,

On Mon, Mar 2, 2026 at 3:04 PM Northwind Support <support@northwind.example> wrote:
> When shall we deliver?

the 12th.

> Do you need more chairs?

Yes, two more please.

Ada`,
  'a signature of its own': `
Please cancel the order.
=====
Please cancel the order.

-- 
Ada Lindqvist
Lindqvist & Daughters
Tel. +46 8 123 456`,
  'a legal footer below the signature': `
Bitte stornieren.
=====
Bitte stornieren.

-- 
Ada Lindqvist

Lindqvist & Töchter GmbH, Sitz Lund, HRB 1234
Diese E-Mail enthält vertrauliche Informationen.`,
  'a legal footer below a rule': `
Please cancel.

Ada
=====
Please cancel.

Ada

________________________________
This email and any attachments are confidential and intended solely for the addressee. If you have received this email in error please notify the sender and delete it.`,
  'a forward': `
FYI, see below: that is the mail I meant.

---------- Forwarded message ---------
From: Eve Berg <eve@lindqvist.example>
Date: Mon, Mar 2, 2026 at 1:00 PM
Subject: Chairs
To: Ada Lindqvist <ada@lindqvist.example>

The chairs are blue.
=====
FYI, see below: that is the mail I meant.

---------- Forwarded message ---------
From: Eve Berg <eve@lindqvist.example>
Date: Mon, Mar 2, 2026 at 1:00 PM
Subject: Chairs
To: Ada Lindqvist <ada@lindqvist.example>

The chairs are blue.`,
  'our own mail quoted by a program without marks': `
Works now, thanks!
=====
Works now, thanks!

Den 2 mars 2026 15:04 skrev Northwind Support <support@northwind.example>:
Hi Ada,
does it work now?
____________________
Reply to this e-mail to answer.`,
  'a text that talks of mail': `
On Monday I wrote to Bo: no answer.
From what I see, the invoice was sent twice.
To: be honest, I expected a call.

> 3 chairs, not 2

Regards
Ada
=====
On Monday I wrote to Bo: no answer.
From what I see, the invoice was sent twice.
To: be honest, I expected a call.

> 3 chairs, not 2

Regards
Ada`,
  'Yahoo, German': `
Hallo, nichts angekommen.
=====
Hallo, nichts angekommen.

Diese Nachricht wurde von meinem Android-Mobiltelefon mit GMX Mail gesendet.

    Am Montag, 2. März 2026 um 15:04:05 MEZ hat Northwind Support <support@northwind.example> Folgendes geschrieben:  
 
 Ist es angekommen?`,
  'Yahoo, Spanish': `
No llegó nada.
=====
No llegó nada.

    En lunes, 2 de marzo de 2026, 15:04:05 CET, Northwind Support <support@northwind.example> escribió:  
 
 ¿Ha llegado?`,
  'iPhone, Arabic': `
تم الدفع
=====
تم الدفع

أرسلت من الـ iPhone

> في ٢ مارس ٢٠٢٦، الساعة ٣:٠٤ م، كتب Northwind Support <support@northwind.example>:
> 
> تذكير`,
  'Gmail, Romanian': `
Am plătit azi.
=====
Am plătit azi.

În lun., 2 mar. 2026 la 15:04, Northwind Support <support@northwind.example> a
scris:

> Bună ziua`,
  'a list with times and dates': `
Am 3. März um 10:00 Uhr geht es.
Am 4. März um 11:00 Uhr auch.
2026-03-05: leider nicht.
=====
Am 3. März um 10:00 Uhr geht es.
Am 4. März um 11:00 Uhr auch.
2026-03-05: leider nicht.`,
};

describe('what a person wrote is found in', () => {
  test.each(Object.keys(mails))('%s', (name) => {
    const [written = '', mail = ''] = mails[name]!.split('\n=====\n');
    const { visible, folded } = splitReply(mail);
    expect(visible.trim().replaceAll(/\n{2,}/g, '\n\n')).toBe(written.trim());
    const kept = [...visible.split('\n'), ...(folded ?? '').split('\n')].map((line) => line.trim());
    for (const line of mail.split('\n').filter((line) => line.trim())) expect(kept).toContain(line.trim());
  });
});
