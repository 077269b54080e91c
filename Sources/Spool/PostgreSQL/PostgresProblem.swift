internal import CLibpq
internal import Diagnostics

/// The server's codes as problems of the spool.
enum PostgresProblem {
    /// A problem by its SQLSTATE (https://www.postgresql.org/docs/current/errcodes-appendix.html).
    static func make(_ state: String, _ words: String, at place: String) -> SpoolProblem {
        let said = Visible.shortened(words, to: 200)
        switch state {
        case "53100": return .full(place)
        case "28P01", "28000":
            return SpoolProblem(
                .authenticationRefused, at: place, "does not let us in: \(said)",
                remedy: "see user and password in 'spool:', and the server's pg_hba.conf")
        case "3D000":
            return SpoolProblem(
                .settingsWrong, at: place, "has no such database: \(said)", remedy: "make it with 'createdb'")
        case "42501":
            return SpoolProblem(
                .readOnly, at: place, "does not allow what the spool needs: \(said)",
                remedy:
                    "let the user make a schema in the database, or make the schema 'router' for it: CREATE SCHEMA router"
                    + " AUTHORIZATION the user")
        case "25006":
            return SpoolProblem(
                .readOnly, at: place, "can only be read: \(said)",
                remedy:
                    "name the primary server in 'spool:', or add ?target_session_attrs=read-write behind several hosts")
        case "55P03", "40001", "40P01":
            return SpoolProblem(.locked, at: place, "is locked by others: \(said)", remedy: "try again")
        case "53300", "53200", "53400", "57P03":
            return unreachable(
                place, "takes no connection now: \(said)", "wait, or give the server more room (max_connections)")
        case "57P01", "57P02", "57P05":
            return unreachable(
                place, "ended the connection: \(said)", "wait until it is back; router tries again by itself")
        case _ where state.hasPrefix("XX"): return corrupt(place, said)
        case _ where state.hasPrefix("58"):
            return SpoolProblem(
                .disk, at: place, "the server's disk did not take or give bytes: \(said)",
                remedy: "see the server's log")
        case "23505":
            return SpoolProblem(
                .refused, at: place, "has something by that name already: \(said)",
                remedy: "make a new id for each letter")
        default:
            return SpoolProblem(
                .refused, at: place, "the server refused: \(said) (\(state))", remedy: "see the server's log")
        }
    }

    static func unreachable(_ place: String, _ problem: String, _ remedy: String) -> SpoolProblem {
        SpoolProblem(.unreachable, at: place, problem, remedy: remedy)
    }

    static func lost(_ place: String, isKnown: Bool) -> SpoolProblem {
        isKnown
            ? unreachable(
                place, "the connection broke, and nothing was changed",
                "see whether the server runs; router tries again")
            : SpoolProblem(
                .connectionLost, at: place,
                "the connection broke before the server said whether it had made the change",
                remedy: "see whether the server runs, then look whether the change is there")
    }

    static func corrupt(_ place: String, _ words: String) -> SpoolProblem {
        SpoolProblem(
            .corrupt, at: place, "is damaged: \(words)",
            remedy: "stop router, see the server's log, and restore the database from a backup")
    }

    /// The SQLSTATE in what libpq says of a connection that failed.
    ///
    /// libpq gives no other access to it; with verbose errors it stands behind the severity: `FATAL:  28P01: password …`.
    static func state(in message: String) -> String? {
        let bytes = Array(message.utf8)
        var position = 0
        while position + 8 < bytes.count {
            let isSeparated = bytes[position] == 0x3A && bytes[position + 1] == 0x20 && bytes[position + 2] == 0x20
            let code = bytes[(position + 3)..<(position + 8)]
            if isSeparated, bytes[position + 8] == 0x3A,
                code.allSatisfy({ (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) })
            {
                return String(decoding: code, as: UTF8.self)
            }
            position += 1
        }
        return nil
    }
}
