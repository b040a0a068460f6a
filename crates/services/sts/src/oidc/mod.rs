//! OpenID Connect, as far as a relying party needs it: what a token says ([`token`]), which keys a provider signs with ([`keys`]), and
//! where they are fetched ([`issuer`]).

pub(crate) mod issuer;
pub(crate) mod keys;
pub(crate) mod token;
