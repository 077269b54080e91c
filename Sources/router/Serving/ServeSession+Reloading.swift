import Console
import Diagnostics
import Engine

extension ServeSession {
    /// Reads the workspace again; one with errors changes nothing.
    func reload(_ service: Service, _ tokens: TokenKeeper) async {
        let new = load()
        let old = service.workspace
        let diagnostics = new.findings.sorted
        guard new.findings.errors == 0 else {
            tell(diagnostics)
            return log.error(
                "reload-refused",
                [
                    "errors": "\(new.findings.errors)",
                    "help": "mend what is named above; the workspace from before stays in force",
                ])
        }
        let (settings, before) = (new.settings, old.settings)
        if settings.spool != before.spool || settings.server.host != before.server.host
            || settings.server.port != before.server.port || settings.server.certificate != before.server.certificate
            || settings.server.key != before.server.key
        {
            log.warning("restart-needed", ["why": "'spool:', 'server: listen:' and 'tls:' hold from the next start on"])
        }
        await service.use(new)
        tokens.use(Self.tokenFile(of: new))
        tell(diagnostics)
        log.info("reloaded", ["routes": "\(new.routes.count)", "connections": "\(new.connections.count)"])
    }

    func tell(_ diagnostics: [Diagnostic]) {
        for diagnostic in diagnostics {
            if terminal.isJSON {
                let place = diagnostic.span.map { ":\($0.start.line):\($0.start.column)" } ?? ""
                let fields: EventLog.Fields = [
                    "place": diagnostic.file + place, "code": diagnostic.code.rawValue, "why": diagnostic.message,
                    "help": diagnostic.help,
                ]
                if diagnostic.severity == .error {
                    log.error("workspace", fields)
                } else {
                    log.warning("workspace", fields)
                }
            } else if diagnostic.severity == .error || !terminal.isQuiet {
                terminal.complain(diagnostic.printed(terminal.style))
            }
        }
    }
}
