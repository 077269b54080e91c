/// Whoever a ``Postfix`` asks about logins.
package protocol LoginAuthority: Sendable {
    /// The lines of `main.cf` that name it.
    var postfixSettings: String { get }

    /// Where Postfix finds the settings of Cyrus SASL, if it is that.
    var cyrusFolder: String? { get }
}

extension LoginAuthority {
    package var cyrusFolder: String? { nil }
}

extension Dovecot: LoginAuthority {
    package var postfixSettings: String { "smtpd_sasl_type = dovecot\nsmtpd_sasl_path = \(authSocket)" }
}

extension DovecotLogins: LoginAuthority {
    package var postfixSettings: String { "smtpd_sasl_type = dovecot\nsmtpd_sasl_path = \(authSocket)" }
}

extension CyrusLogins: LoginAuthority {
    package var cyrusFolder: String? { guardian.folder }

    package var postfixSettings: String {
        """
        smtpd_sasl_type = cyrus
        smtpd_sasl_path = smtpd
        smtpd_sasl_local_domain = example.test
        cyrus_sasl_config_path = \(guardian.folder)
        """
    }
}
