extension Provider {
    // Hosts and ports as Mozilla's ISPDB (https://github.com/thunderbird/autoconfig) and public lists of mail libraries have them; nobody is asked
    // at run time. Paths to settings pages are hints for people: pages move.
    static let table: [Provider] = [
        Provider(
            names: ["yandex"], smtp: .ssl("smtp.yandex.ru", 465), imap: .ssl("imap.yandex.ru", 993),
            others: ["smtp.yandex.com", "imap.yandex.com", "smtp.yandex.net", "imap.yandex.net"],
            hint: """
                Yandex wants an app password (id.yandex.ru, Security, App passwords), and IMAP switched on in the \
                mailbox's settings under Email clients
                """),
        Provider(
            names: ["mailru", "mail.ru", "vk"], smtp: .ssl("smtp.mail.ru", 465), imap: .ssl("imap.mail.ru", 993),
            others: ["smtp.bk.ru", "smtp.list.ru", "smtp.inbox.ru"],
            hint: """
                Mail.ru wants a password for external applications (id.mail.ru, Security), and access over IMAP and SMTP \
                switched on there
                """),
        Provider(
            names: ["gmail", "google"], smtp: .ssl("smtp.gmail.com", 465), imap: .ssl("imap.gmail.com", 993),
            others: ["smtp.googlemail.com", "imap.googlemail.com"],
            hint: """
                Google wants an app password (myaccount.google.com/apppasswords, after 2-Step Verification), or auth: {type: \
                oauth2, provider: google, …}
                """),
        Provider(
            names: ["microsoft", "office365", "exchange-online"], smtp: .tls("smtp.office365.com", 587),
            imap: .ssl("outlook.office365.com", 993),
            others: ["smtp-legacy.office365.com", ".mail.protection.outlook.com"],
            hint: """
                Exchange Online takes passwords no more, or only where its administrator lets it: use auth: {type: oauth2, \
                provider: microsoft, …}, with Authenticated SMTP switched on for the mailbox
                """,
            imapHint: """
                Exchange Online takes no passwords over IMAP: use auth: {type: oauth2, provider: microsoft, …}, with IMAP \
                switched on for the mailbox
                """),
        Provider(
            names: ["outlook", "hotmail"], smtp: .tls("smtp-mail.outlook.com", 587),
            imap: .ssl("outlook.office365.com", 993),
            hint: """
                Outlook.com takes no passwords of mail programs: use auth: {type: oauth2, provider: microsoft, …}, with POP \
                and IMAP switched on in the mailbox's settings
                """),
        Provider(
            names: ["icloud", "apple"], smtp: .tls("smtp.mail.me.com", 587), imap: .ssl("imap.mail.me.com", 993),
            hint: "iCloud wants an app-specific password (account.apple.com, Sign-In and Security)"),
        Provider(
            names: ["yahoo"], smtp: .ssl("smtp.mail.yahoo.com", 465), imap: .ssl("imap.mail.yahoo.com", 993),
            hint: "Yahoo wants an app password (login.yahoo.com/account/security)"),
        Provider(
            names: ["aol"], smtp: .ssl("smtp.aol.com", 465), imap: .ssl("imap.aol.com", 993),
            hint: "AOL wants an app password (login.aol.com/account/security)"),
        Provider(
            names: ["fastmail"], smtp: .ssl("smtp.fastmail.com", 465), imap: .ssl("imap.fastmail.com", 993),
            others: ["smtp.messagingengine.com", "imap.messagingengine.com"],
            hint: "Fastmail wants an app password with SMTP access (Settings, Privacy & Security, App passwords)",
            imapHint: "Fastmail wants an app password with IMAP access (Settings, Privacy & Security, App passwords)"),
        Provider(
            names: ["gmx"], smtp: .ssl("mail.gmx.net", 465), imap: .ssl("imap.gmx.net", 993),
            others: ["mail.gmx.com", "imap.gmx.com"],
            hint: """
                GMX wants POP3 and IMAP switched on in the mailbox's settings, and with 2-factor login an \
                application-specific password
                """),
        Provider(
            names: ["zoho"], smtp: .ssl("smtp.zoho.com", 465), imap: .ssl("imap.zoho.com", 993),
            others: ["smtp.zoho.eu", "smtp.zoho.in", "smtppro.zoho.com", "smtppro.zoho.eu", "smtppro.zoho.in"],
            hint: """
                Zoho wants the host of the account's region (such as smtp.zoho.eu, smtppro.zoho.com for organizations), and \
                with 2-factor login an application-specific password (accounts.zoho.com, Security)
                """,
            imapHint: """
                Zoho wants IMAP switched on in the mailbox's settings, the host of the account's region (such as \
                imap.zoho.eu, imappro.zoho.com for organizations), and with 2-factor login an application-specific password
                """),
        Provider(
            names: ["rambler"], smtp: .ssl("smtp.rambler.ru", 465), imap: .ssl("imap.rambler.ru", 993),
            hint: "Rambler wants access for mail programs switched on in the mailbox's settings under Programs"),
        Provider(
            names: ["mailbox.org"], smtp: .ssl("smtp.mailbox.org", 465), imap: .ssl("imap.mailbox.org", 993),
            hint: "mailbox.org wants an application password where 2-factor login is on (Settings, Security)"),
    ]
}
