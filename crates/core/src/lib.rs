//! What every crate of neargate shares: who (accounts, principals), where (regions, ARNs), when (clocks),
//! the source of names (ids, randomness), and how an error is told ([`chain`]).
//!
//! Knows no protocol, no store and no kernel. Time and randomness come from here so that tests can hold them still.

mod arn;
mod chain;
mod durability;
mod ids;
mod principal;
mod scope;
mod time;

pub use arn::{Arn, ParseArnError};
pub use chain::chain;
pub use durability::Durability;
pub use ids::{
    InstanceId, ParseInstanceIdError, access_key_id, account_of_access_key, random_base32, random_base36,
    random_bytes, random_digits, random_hex, random_text, random_uuid,
};
pub use principal::{FederatedUser, ParseRoleSessionError, Principal, RoleSession, User, role_arn};
pub use scope::{AccountId, ParseAccountIdError, Region, Scope, availability_zones};
pub use time::{Clock, ManualClock, SystemClock, Timestamp};
