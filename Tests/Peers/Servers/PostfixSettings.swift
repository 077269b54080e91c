/// The text of the two files that Postfix reads.
enum PostfixSettings {
    /// `main.cf`: what holds for all of it.
    static func main(
        folder: String, authority: TestAuthority, dovecot: Dovecot, logins: any LoginAuthority
    ) -> String {
        """
        compatibility_level = 3.7
        queue_directory = \(folder)/queue
        data_directory = \(folder)/data
        maillog_file = \(folder)/maillog
        maillog_file_prefixes = \(folder)
        inet_interfaces = 127.0.0.1
        inet_protocols = ipv4
        myhostname = mail.example.test
        smtpd_banner = $myhostname ESMTP of \(folder)

        # Anyone at example.test has a mailbox; nothing goes anywhere else.
        mydestination =
        alias_maps =
        alias_database =
        virtual_mailbox_domains = example.test
        virtual_transport = lmtp:unix:\(dovecot.lmtpSocket)
        default_transport = error:5.4.4 the tests' Postfix relays nothing
        smtpd_relay_restrictions = reject_unauth_destination
        smtpd_sender_restrictions = check_sender_access inline:{{\(Postfix.banned)=553 5.7.1 This sender is banned}}
        smtpd_recipient_restrictions = check_recipient_access inline:{
            {\(Postfix.refused)=550 5.1.1 No such user here},
            {\(Postfix.later)=450 4.2.0 Mailbox busy, try again later}}
        smtpd_delay_reject = no
        message_size_limit = \(Postfix.sizeLimit)
        mailbox_size_limit = 0
        virtual_mailbox_limit = 0

        # What a client forgets stays forgotten, so that a test sees it.
        local_header_rewrite_clients =
        mynetworks = 192.0.2.1/32
        strict_rfc821_envelopes = yes

        smtpd_tls_security_level = may
        smtpd_tls_chain_files = \(authority.chain(.good))
        smtpd_tls_loglevel = 1
        \(logins.postfixSettings)

        # Nobody is asked, nobody waits, and no client is counted out.
        smtp_dns_support_level = disabled
        smtpd_peername_lookup = no
        biff = no
        in_flow_delay = 0
        smtpd_error_sleep_time = 0
        smtpd_soft_error_limit = 10000
        smtpd_hard_error_limit = 10000
        smtpd_junk_command_limit = 10000
        smtpd_client_connection_count_limit = 0
        smtpd_recipient_limit = 10000
        smtpd_authorized_xforward_hosts =
        smtpd_authorized_xclient_hosts =

        """
    }

    /// `master.cf`: the processes, none of them in a chroot.
    static func master(ports: [Listener: Int], authority: TestAuthority) -> String {
        let doors = Listener.allCases.map { listener in
            let options = ["syslog_name=postfix/\(listener.rawValue)"] + listener.options(authority: authority)
            return "127.0.0.1:\(ports[listener] ?? 0) inet n - n - - smtpd"
                + options.map { "\n  -o { \($0) }" }.joined()
        }
        return doors.joined(separator: "\n") + """

            pickup   unix       n - n 60    1 pickup
            cleanup  unix       n - n -     0 cleanup
            qmgr     unix       n - n 300   1 qmgr
            tlsmgr   unix       - - n 1000? 1 tlsmgr
            rewrite  unix       - - n -     - trivial-rewrite
            bounce   unix       - - n -     0 bounce
            defer    unix       - - n -     0 bounce
            trace    unix       - - n -     0 bounce
            verify   unix       - - n -     1 verify
            flush    unix       n - n 1000? 0 flush
            proxymap unix       - - n -     - proxymap
            error    unix       - - n -     - error
            retry    unix       - - n -     - error
            lmtp     unix       - - n -     - lmtp
            anvil    unix       - - n -     1 anvil
            postlog  unix-dgram n - n -     1 postlogd

            """
    }
}
