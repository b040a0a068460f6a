//! Policies that stand beside log groups: resource policies, account policies and index policies, and keys.
//!
//! | kind               | id                          | what                                                         |
//! |--------------------|-----------------------------|--------------------------------------------------------------|
//! | `resourcepolicies` | name, or `arn:…` of a group | a [`stored::ResourcePolicy`]                                 |
//! | `accountpolicies`  | `<type>/<name>`             | a [`stored::AccountPolicy`]                                  |
//! | `indexpolicies`    | group uid                   | a [`stored::IndexPolicy`]                                    |
//!
//! Resource policies let other services write here; ours need none. Index policies speed AWS's searches up; ours read all the
//! same, so the fields of an index are kept and shown, and change no answer. What policies mask is [`protection`](crate::protection)'s.
//! Policies that would transform events or subscribe a whole account answer 501.

mod account;
mod index;
mod keys;
mod registration;
mod resource;
mod stored;
#[cfg(test)]
mod tests;

pub use keys::check_key;
pub use registration::register;
pub use stored::{AccountPolicy, IndexPolicy};
