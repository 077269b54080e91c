import Glibc

/// How the servers get the rights of root that they insist on.
///
/// Postfix and Dovecot start as root and give each of their processes a user of its own. Where the tests run as
/// root (CI, a container) they simply start. Elsewhere each runs in a user namespace, in which the developer is root
/// and the other users are the developer's subordinate ids (`/etc/subuid`); nothing on the machine itself changes.
enum Privilege {
    /// What stands before a command that needs root: nothing for root itself.
    static let prefix = geteuid() == 0 ? [] : ["unshare", "--map-root-user", "--map-auto", "--"]
}
