internal import CKerberos

extension TicketProblem {
    /// What a code of libkrb5 means.
    ///
    /// - Parameters:
    ///   - code: What a function of libkrb5 gave.
    ///   - service: The service that a ticket was asked for, where one was.
    init(code: krb5_error_code, service: String? = nil) {
        let code = Int(code)
        if let service, code == Int(KRB5KDC_ERR_S_PRINCIPAL_UNKNOWN) || code == Int(KRB5_ERR_HOST_REALM_UNKNOWN) {
            self = .unknownService(service)
            return
        }
        self = Self.meanings.first { $0.codes.contains(code) }?.problem ?? .other
    }

    private static let meanings: [(codes: [Int], problem: TicketProblem)] = [
        ([Int(KRB5_CC_NOTFOUND), Int(KRB5_FCC_NOFILE)], .none),
        ([Int(KRB5KRB_AP_ERR_TKT_EXPIRED)], .expired),
        ([Int(KRB5_KDC_UNREACH), Int(KRB5_REALM_CANT_RESOLVE), Int(KRB5_REALM_UNKNOWN)], .unreachable),
        ([Int(KRB5KDC_ERR_C_PRINCIPAL_UNKNOWN)], .unknownClient),
        ([Int(KRB5KDC_ERR_CLIENT_REVOKED), Int(KRB5KDC_ERR_KEY_EXP), Int(KRB5KDC_ERR_NAME_EXP)], .closed),
        // The second is what libkrb5 itself says of the centre's answer.
        ([Int(KRB5KRB_AP_ERR_SKEW), Int(KRB5_KDCREP_SKEW)], .skew),
        ([Int(KRB5_KT_NOTFOUND)], .notInKeytab),
        ([Int(KRB5KDC_ERR_PREAUTH_FAILED), Int(KRB5KRB_AP_ERR_BAD_INTEGRITY)], .staleKeytab),
        ([Int(KRB5_KEYTAB_BADVNO), Int(KRB5_KT_FORMAT), Int(KRB5_KT_END)], .damagedKeytab),
        ([Int(KRB5_CONFIG_NODEFREALM), Int(KRB5_PARSE_MALFORMED)], .noRealm),
    ]
}
