/// The text of the files that MIT Kerberos reads.
enum KerberosSettings {
    // One quick kind of key.
    private static let keys = "aes128-cts-hmac-sha1-96"

    /// `krb5.conf`: what clients and services need to know; `more` stands among its defaults.
    static func client(folder: String, kdc: String, _ more: String = "") -> String {
        """
        [libdefaults]
            \(more)
            default_realm = \(KerberosRealm.name)
            dns_lookup_kdc = false
            dns_lookup_realm = false
            dns_canonicalize_hostname = false
            rdns = false
            udp_preference_limit = 1
            permitted_enctypes = \(keys)
            default_ccache_name = FILE:\(folder)/tickets
            # Otherwise each service remembers in /var/tmp what it has seen.
            default_rcache_name = none:
        [realms]
            \(KerberosRealm.name) = {
                kdc = \(kdc)
            }
        [domain_realm]
            localhost = \(KerberosRealm.name)

        """
    }

    /// `kdc.conf`: what the KDC alone needs to know.
    static func server(folder: String, kdc: String) -> String {
        """
        [kdcdefaults]
            kdc_listen = ""
            kdc_tcp_listen = \(kdc)
        [realms]
            \(KerberosRealm.name) = {
                database_name = \(folder)/principal
                key_stash_file = \(folder)/stash
                acl_file = \(folder)/acl
                master_key_type = \(keys)
                supported_enctypes = \(keys):normal
            }
        [logging]
            kdc = FILE:\(folder)/kdc.log

        """
    }

    /// What kadmin.local is told.
    static func people(folder: String) -> String {
        let services = "smtp/localhost imap/localhost HTTP/localhost"
        return """
            addprinc -pw \(KerberosRealm.password) \(KerberosRealm.principal)
            addprinc -randkey smtp/localhost
            addprinc -randkey imap/localhost
            addprinc -randkey HTTP/localhost
            ktadd -norandkey -k \(folder)/client.keytab \(KerberosRealm.principal)
            ktadd -k \(folder)/service.keytab \(services)

            """
    }
}
