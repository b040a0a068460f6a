//! Encryption at rest: what may be stored but not read by whoever gets hold of the store.
//!
//! A value is encrypted (AES-256-GCM) under a *data key* of its own, made for it and used once; the data key is *wrapped* the same
//! way under a *master key*. Both are *bound* to what the value belongs to (an ARN and a version, say): ciphertexts that somebody
//! swapped don't open. A [`Sealed`] is all of it but the master key, ready to be stored.
//!
//! Master keys lie in a file of their own ([`file`]). The first is *current* and seals; the *former* ones behind it only open.
//! Rotating puts a new one in front; [`Keyring::rewrap`] then brings a stored value under it, without touching the value itself,
//! and may be repeated.
//!
//! Others who encrypt (KMS under its keys, ECS Exec on a channel) use the same [`Cipher`].
//!
//! Never: touches a store, logs, or shows a key or a plaintext in `Debug`.
//! Wipes: master keys as they lie in the file, and plaintexts ([`Secret`]), when they are dropped. Not wiped: the key schedules inside
//! the cipher's implementation, and what callers copy.
//! Bound: a master key wraps with random nonces of 96 bits, so it should be rotated before some 2^32 values were sealed.

mod envelope;
pub mod file;
mod keyring;
mod secret;

pub use envelope::{Cipher, KEY_BYTES, OpenError, Sealed};
pub use keyring::{Keyring, MasterKeys, ParseError};
pub use secret::Secret;
