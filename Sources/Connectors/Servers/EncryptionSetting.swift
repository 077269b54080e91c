internal import Settings
internal import Wire

/// `encryption:`.
enum EncryptionSetting: String, ChoiceSetting {
    case none
    case ssl
    case tls

    static var noun: String { "an encryption" }

    var line: LineSettings.Encryption {
        switch self {
        case .none: .none
        case .ssl: .ssl
        case .tls: .tls
        }
    }
}
