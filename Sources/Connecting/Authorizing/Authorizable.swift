/// What may log in with tokens, which somebody has to give out.
package protocol Authorizable: Connector {
    /// How its tokens are got; `nil` when its login needs none.
    var authorization: (any Authorization)? { get }
}
