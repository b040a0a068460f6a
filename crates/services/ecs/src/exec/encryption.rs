//! Encryption of a session under the cluster's key: the agent's part of it.
//!
//! The client makes the data key with the rights of whoever runs it (`kms:GenerateDataKey`); the agent has it decrypted with those of the
//! task's role (`kms:Decrypt`), when the client comes. A role without them ends the session with AWS's words.

use neargate_exec::encryption::{Encryption, Unlock, context};
use neargate_exec::process::Pending;
use neargate_seal::Secret;
use neargate_wire::customer_keys::EncryptionContext;
use neargate_wire::{Blob, Context, Dispatcher};

pub(super) fn encryption(
    key_id: String,
    dispatcher: Dispatcher,
    agent: Context,
    session_id: &str,
    target: &str,
) -> Encryption {
    let within = context(session_id, target);
    let unlock = AgentsKey { key_id: key_id.clone(), dispatcher, agent, within };
    Encryption { key_id, unlock: Box::new(unlock) }
}

struct AgentsKey {
    key_id: String,
    dispatcher: Dispatcher,
    agent: Context,
    within: EncryptionContext,
}

impl Unlock for AgentsKey {
    fn unlock(self: Box<Self>, encrypted: Vec<u8>) -> Pending<'static, Result<Secret, String>> {
        Box::pin(async move {
            let Self { key_id, dispatcher, agent, within } = *self;
            let opened = dispatcher.decrypt(&agent, &key_id, &Blob(encrypted), &within).await;
            let told = |error: neargate_wire::CallError| format!("{}: {}", error.code, error.message);
            opened.map(Secret::from).map_err(told)
        })
    }
}
