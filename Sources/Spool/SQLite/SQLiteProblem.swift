internal import GRDB
internal import GRDBSQLite
internal import Glibc

/// SQLite's result codes as problems of the spool.
enum SQLiteProblem {
    /// The last error of a connection.
    static func last(_ connection: OpaquePointer?, at place: String) -> SpoolProblem {
        make(
            sqlite3_extended_errcode(connection), String(cString: sqlite3_errmsg(connection)),
            system: sqlite3_system_errno(connection), at: place)
    }

    /// An error that GRDB threw.
    static func make(_ error: any Error, at place: String) -> SpoolProblem {
        if let problem = error as? SpoolProblem { return problem }
        guard let error = error as? DatabaseError else {
            return SpoolProblem(
                .disk, at: place, "can't be used: \(error)", remedy: "see whether the file and its disk are well")
        }
        return make(error.extendedResultCode.rawValue, error.message ?? "", system: 0, at: place)
    }

    static func make(_ code: Int32, _ words: String, system: Int32, at place: String) -> SpoolProblem {
        switch code & 0xFF {
        case SQLITE_FULL: return .full(place)
        case SQLITE_IOERR where system == ENOSPC || system == EDQUOT: return .full(place)
        case SQLITE_IOERR, SQLITE_PROTOCOL:
            return SpoolProblem(
                .disk, at: place, "the disk did not take or give bytes: \(words) (SQLite \(code))",
                remedy: "see what the system's log says of the disk; network file systems are no place for a spool")
        case SQLITE_CORRUPT: return corrupt(place, words)
        case SQLITE_NOTADB: return notASpool(place)
        case SQLITE_BUSY, SQLITE_LOCKED:
            return SpoolProblem(
                .locked, at: place, "is locked by another process for too long",
                remedy: "see which process has it open ('fuser' tells) and end it, or wait until it is done")
        case SQLITE_READONLY, SQLITE_PERM:
            return SpoolProblem(
                .readOnly, at: place, "can't be written: \(words)",
                remedy: "let the user who runs router write the file and its folder; the disk may be mounted read-only")
        case SQLITE_CANTOPEN:
            return SpoolProblem(
                .readOnly, at: place, "can't be opened: \(words)",
                remedy: "let the user who runs router read and write the file and its folder")
        case SQLITE_CONSTRAINT:
            return SpoolProblem(
                .refused, at: place, "has something by that name already: \(words)",
                remedy: "make a new id for each letter")
        case SQLITE_MISUSE: return .closed(place)
        default:
            return SpoolProblem(
                .disk, at: place, "SQLite refused: \(words) (\(code))",
                remedy: "this is a mistake in router or in its copy of SQLite: report it")
        }
    }

    static func corrupt(_ place: String, _ words: String) -> SpoolProblem {
        SpoolProblem(
            .corrupt, at: place, "is damaged: \(words)",
            remedy: "stop router, keep a copy of the file with its -wal and -parts, and save what can be read with"
                + " 'sqlite3 FILE .recover'; a file restored from a backup will do as well")
    }

    static func notASpool(_ place: String) -> SpoolProblem {
        SpoolProblem(
            .notASpool, at: place, "is no spool of router",
            remedy: "name another file in 'spool:', or move this one away")
    }
}
