import { describe, expect, test } from 'vitest';
import { splitReply } from './reply-text.ts';
import { textOfHtml } from './text-of-html.ts';

/** More mails, harder to read, made up by hand: what is to be shown, a line of equals signs, the whole mail. */
const mails: Record<string, string> = {
  'Gmail on Android, without a blank line before the quote': `
Paid this morning.
=====
Paid this morning.
On Tue, 3 Mar 2026, 09:12 Northwind Support, <tickets+0123456789abcdef0123456789abcdef@inbound.northwind.example> wrote:
> Did you pay?
> Northwind`,
  'Gmail, a signature with its mark above the quote': `
See attached.
=====
See attached.

-- 
Ada Ek | CFO | Acme AB
+46 8 123 45 67

On Mon, Mar 2, 2026 at 3:04 PM Northwind <a@b.example> wrote:

> Hello`,
  'Gmail, answered below': `
Yes, both please.
Ada
=====
On Mon, Mar 2, 2026 at 3:04 PM Northwind <a@b.example> wrote:
> Do you want the invoice and the statement?

Yes, both please.
Ada`,
  'Gmail, a name of two lines': `
Danke!
=====
Danke!

Am Mo., 2. März 2026 um 15:04 Uhr schrieb Northwind Support und
Buchhaltung <tickets+0123456789abcdef0123456789abcdef@inbound.northwind.example
>:

> Guten Tag,`,
  'Gmail, Danish': `
Det er betalt.
=====
Det er betalt.

Den man. 2. mar. 2026 kl. 15.04 skrev Northwind <a@b.example>:

> Hej`,
  'Gmail, Norwegian': `
Vi betaler i morgen.
=====
Vi betaler i morgen.

man. 2. mars 2026 kl. 15:04 skrev Northwind <a@b.example>:

> Hei`,
  'Gmail, Finnish': `
Kiitos!
=====
Kiitos!

ma 2. maalisk. 2026 klo 15.04 Northwind (a@b.example) kirjoitti:

> Hei`,
  'Gmail, Czech': `
Zaplaceno.
=====
Zaplaceno.

po 2. 3. 2026 v 15:04 odesílatel Northwind <a@b.example> napsal:

> Dobrý den`,
  'Gmail, Hungarian': `
Rendben.
=====
Rendben.

Northwind <a@b.example> ezt írta (időpont: 2026. márc. 2., H, 15:04):

> Jó napot`,
  'Gmail, Ukrainian': `
Дякую.
=====
Дякую.

пн, 2 бер. 2026 р. о 15:04 Northwind <a@b.example> пише:

> Вітаю`,
  'Gmail, Korean': `
확인했습니다.
=====
확인했습니다.

2026년 3월 2일 (월) 오후 3:04, Northwind <a@b.example>님이 작성:

> 안녕하세요`,
  'Gmail, Greek': `
Ευχαριστώ.
=====
Ευχαριστώ.

Στις Δευ 2 Μαρ 2026 στις 3:04 μ.μ., ο χρήστης Northwind <a@b.example> έγραψε:

> Γεια`,
  'Outlook desktop, header without blank lines': `
The amount is wrong, see line 2.
Kind regards
Ada Ek
=====
The amount is wrong, see line 2.
Kind regards
Ada Ek
From: Northwind Support <tickets+0123456789abcdef0123456789abcdef@inbound.northwind.example>
Sent: Monday, 2 March 2026 15:04
To: Ada Ek <ada@acme.example>
Cc: Bo <bo@acme.example>
Subject: Re: [#12] Your question
Hi Ada,
which amount do you mean?`,
  'Outlook desktop, Swedish, a rule of underscores': `
Hej,
vi har betalat.
=====
Hej,
vi har betalat.
________________________________
Från: Northwind <a@b.example>
Skickat: den 2 mars 2026 15:04
Till: Ada Ek <ada@acme.example>
Ämne: Påminnelse

Hej Ada`,
  'Outlook desktop, Polish': `
Faktura opłacona.
=====
Faktura opłacona.

From: Northwind <a@b.example>
Wysłano: poniedziałek, 2 marca 2026 15:04
Do: Ada <ada@acme.example>
Temat: Przypomnienie

Dzień dobry`,
  'Outlook on the web, a rule alone': `
Thank you, received.
=====
Thank you, received.

________________________________
From: Northwind <a@b.example>
Sent: 02 March 2026 15:04
To: Ada
Subject: Re: [#12] Question

We have sent it.`,
  'Outlook for Android': `
Can you call me?
=====
Can you call me?

Get Outlook for Android<https://aka.ms/AAb9ysg>
________________________________
From: Northwind <a@b.example>
Sent: Monday, March 2, 2026 3:04:05 PM
To: Ada <ada@acme.example>
Subject: Question`,
  'iPhone, a device between text and quote': `
On it
=====
On it

Sent from my iPhone

> On 2 Mar 2026, at 15:04, Northwind <a@b.example> wrote:
> 
> ﻿Hi Ada,`,
  'Apple Mail, a quote first and then another': `
Yes.
No, never.
=====
> On 2 Mar 2026, at 15:04, Northwind <a@b.example> wrote:
> 
> Did you order it?

Yes.

> Did you cancel it?

No, never.`,
  'Yahoo, bottom of the text': `
It is fine now.
=====
It is fine now.

    On Monday, March 2, 2026 at 03:04:05 PM GMT+1, Northwind <a@b.example> wrote:  
 
 Hi Ada,
 is it fine?`,
  'Proton, signature and quote': `
Please correct the VAT number.
=====
Please correct the VAT number.

Sent with [Proton Mail](https://proton.me/mail/home) secure email.

On Monday, March 2nd, 2026 at 15:04, Northwind <a@b.example> wrote:

> Hi`,
  'Zoho': `
Done.
=====
Done.

---- On Mon, 02 Mar 2026 15:04:05 +0100 Northwind <a@b.example> wrote ---

Hello Ada`,
  'Fastmail': `
Sounds good.
=====
Sounds good.

On Mon, 2 Mar 2026, at 3:04 PM, Northwind wrote:
> Shall we?
> 
> *Attachments:*
>  * invoice.pdf`,
  'Superhuman': `
Approved.
=====
Approved.

Sent via Superhuman ( https://sprh.mn/?vip=ada@acme.example )

On Mon, Mar 02, 2026 at 3:04 PM, Northwind < a@b.example ( a@b.example ) > wrote:

> 
> 
> Please approve`,
  'K-9 Mail': `
Ok so.
=====
Ok so.

Am 2. März 2026 15:04:05 MEZ schrieb Northwind <a@b.example>:
>Guten Tag,
>passt das?
-- 
Diese Nachricht wurde von meinem Android-Gerät mit K-9 Mail gesendet.`,
  'Samsung, German': `
Schaue ich an.
=====
Schaue ich an.

Von meinem Galaxy gesendet

-------- Ursprüngliche Nachricht --------
Von: Northwind <a@b.example>
Datum: 02.03.26 15:04 (GMT+01:00)
An: ada@acme.example
Betreff: Frage

Guten Tag`,
  'Lotus Notes, without an address': `
We have no such order.

Mit freundlichen Grüßen / Best regards
Ada Ek
=====
We have no such order.

Mit freundlichen Grüßen / Best regards
Ada Ek


From:        "Northwind" <a@b.example>
To:        ada@acme.example
Date:        02.03.2026 15:04
Subject:        [#12] Order
----------------------------------------------------------------------



Dear Ada`,
  'Thunderbird, answered between the lines': `
That is right.
Next week.
=====
On 02/03/2026 15:04, Northwind wrote:
> Is that right?
That is right.
> When will you pay?
> We wait since January.
Next week.

-- 
Ada`,
  'mutt': `
Works, thanks.
=====
* Northwind <a@b.example> [2026-03-02 15:04]:
> Does it work?

Works, thanks.`,
  'a text that begins like a header': `
From: the beginning it was wrong.
To: be honest, nobody noticed.

On Monday we wrote:
the sum is not right.
It still is not.
=====
From: the beginning it was wrong.
To: be honest, nobody noticed.

On Monday we wrote:
the sum is not right.
It still is not.`,
  'a text that names a mail': `
Your colleague bo@northwind.example wrote on 2 March 2026 at 15:04:
"we will refund you". Where is it?
=====
Your colleague bo@northwind.example wrote on 2 March 2026 at 15:04:
"we will refund you". Where is it?`,
  'an order of a person': `
Please deliver:
From: Stockholm
To: Oslo
Date: 3 March
Subject: two pallets
Thanks
=====
Please deliver:
From: Stockholm
To: Oslo
Date: 3 March
Subject: two pallets
Thanks`,
  'code and a table': `
It fails with this:

    if (a > b) return "-- no";
    -- select 1
| item | price |
|------|-------|
| one  | 10    |
---
What now?
=====
It fails with this:

    if (a > b) return "-- no";
    -- select 1
| item | price |
|------|-------|
| one  | 10    |
---
What now?

On Mon, Mar 2, 2026 at 3:04 PM Northwind <a@b.example> wrote:

> Hello`,
  'a line that begins with an arrow': `
> 100 pieces are too many for us
we take 50
=====
> 100 pieces are too many for us
we take 50`,
  'words about a device': `
Sent from my old address, this did not reach you.
Please use the new one.
=====
Sent from my old address, this did not reach you.
Please use the new one.`,
  'a list in two languages': `
On 3 March 2026 Ada wrote the order, and
on 4 March Bo sent it.
Wir schreiben das: am 5. März.
=====
On 3 March 2026 Ada wrote the order, and
on 4 March Bo sent it.
Wir schreiben das: am 5. März.`,
  'a forward with words above': `
Please see what they say.

---------- Forwarded message ---------
From: Them <them@x.example>
Date: Mon, Mar 2, 2026 at 3:04 PM
Subject: Your order
To: Ada <ada@acme.example>

It is late.
=====
Please see what they say.

---------- Forwarded message ---------
From: Them <them@x.example>
Date: Mon, Mar 2, 2026 at 3:04 PM
Subject: Your order
To: Ada <ada@acme.example>

It is late.`,
  'a disclaimer of a company': `
Agreed.
=====
Agreed.

--
Ada Ek
Acme AB

This email and any attachments are confidential and intended solely for the addressee.
If you are not the addressee, delete it.

On Mon, Mar 2, 2026 at 3:04 PM Northwind <a@b.example> wrote:

> Hello`,
  'our own mail, as Outlook quotes it': `
Perfect.
=====
Perfect.

From: Northwind <billing@northwind.example>
Sent: Monday, March 2, 2026 3:04 PM
To: Ada <ada@acme.example>
Subject: Re: [#12] Question

It is that.

Bo, Northwind

____________________

Reply to this e-mail to answer.

On 2 March 2026 at 15:04 GMT+1, Ada wrote:
> What is this?`,
};

const asHtml: Record<string, [shown: string, html: string]> = {
  'Gmail': ['Thanks!\n\nAda', '<div dir="ltr">Thanks!<div><br></div><div>Ada</div></div><br><div class="gmail_quote"><div dir="ltr" class="gmail_attr">On Mon, Mar 2, 2026 at 3:04 PM Northwind &lt;<a href="mailto:a@b.example">a@b.example</a>&gt; wrote:<br></div><blockquote class="gmail_quote">It is that.<br>Bo</blockquote></div>'],
  'Outlook': ['The sum is wrong.\nAda', '<html><head><style>p{margin:0}</style></head><body><div class="WordSection1"><p class="MsoNormal">The sum is wrong.<o:p></o:p></p><p class="MsoNormal">Ada<o:p></o:p></p><div><div style="border:none;border-top:solid #E1E1E1 1.0pt"><p class="MsoNormal"><b>From:</b> Northwind &lt;a@b.example&gt; <br><b>Sent:</b> Monday, 2 March 2026 15:04<br><b>To:</b> Ada &lt;ada@acme.example&gt;<br><b>Subject:</b> Re: [#12] Question</p></div></div><p class="MsoNormal">Which sum?</p></div></body></html>'],
  'Outlook on the web': ['Got it.', '<body><div class="elementToProof">Got it.</div><div id="appendonsend"></div><hr style="display:inline-block;width:98%"><div id="divRplyFwdMsg" dir="ltr"><font face="Calibri"><b>From:</b> Northwind &lt;a@b.example&gt;<br><b>Sent:</b> 02 March 2026 15:04<br><b>To:</b> Ada &lt;ada@acme.example&gt;<br><b>Subject:</b> Question</font><div>&nbsp;</div></div><div>Hello Ada</div></body>'],
  'Apple Mail': ['Yes please.', '<html><body>Yes please.<br><div><br><blockquote type="cite"><div>On 2 Mar 2026, at 15:04, Northwind &lt;a@b.example&gt; wrote:</div><br><div>Shall we?</div></blockquote></div></body></html>'],
  'Yahoo': ['It works.', '<div class="ydp1">It works.</div><div id="yahoo_quoted_1" class="yahoo_quoted"><div>On Monday, March 2, 2026 at 03:04:05 PM GMT+1, Northwind &lt;a@b.example&gt; wrote:</div><div><br></div><div>Does it?</div></div>'],
  'Proton': ['Corrected.', '<div>Corrected.</div><div class="protonmail_signature_block"><div class="protonmail_signature_block-proton">Sent with <a href="https://proton.me">Proton Mail</a> secure email.</div></div><div class="protonmail_quote">On Monday, March 2nd, 2026 at 15:04, Northwind &lt;a@b.example&gt; wrote:<br><blockquote class="protonmail_quote" type="cite">Please correct</blockquote></div>'],
  'a table of prices': ['Prices:\none 10\ntwo 20\nOk?', '<p>Prices:</p><table><tr><td>one</td><td>10</td></tr><tr><td>two</td><td>20</td></tr></table><p>Ok?</p>'],
};

const squeezed = (text: string) => text.split('\n').map((line) => line.trim()).join('\n').replaceAll(/\n{2,}/g, '\n\n').trim();

describe('what a person wrote is found in', () => {
  test.each(Object.keys(mails))('%s', (name) => {
    const [written = '', mail = ''] = mails[name]!.split('\n=====\n');
    const { visible, folded } = splitReply(mail);
    expect(squeezed(visible).replaceAll(/\n\n/g, '\n')).toBe(squeezed(written).replaceAll(/\n\n/g, '\n'));
    const kept = `${visible}\n${folded ?? ''}`.split('\n').map((line) => line.trim());
    for (const line of mail.split('\n').filter((one) => one.trim())) expect(kept).toContain(line.trim());
  });

  test.each(Object.keys(asHtml))('HTML of %s', (name) => {
    const [written, html] = asHtml[name]!;
    expect(squeezed(splitReply(textOfHtml(html)).visible).replaceAll(/ +/g, ' ')).toBe(written);
  });
});
