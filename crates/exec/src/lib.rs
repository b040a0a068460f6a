//! ECS Exec: the data channel of AWS's Session Manager, from its bytes to a session with a process.
//!
//! - [`message`], [`payload`]: what goes over the channel, and how it is written.
//! - [`agent`], [`client`]: the two ends as pure state machines; `stream` below them makes the way reliable.
//! - [`encryption`]: of what both say, under a key of KMS.
//! - [`words`]: a command's text to words.
//! - [`process`]: what is asked of whoever runs containers. [`socket`]: the WebSocket, which is all the network there is.
//! - [`remote`]: a client at work, for neargate's own commands.
//! - [`sessions`]: makes, opens and ends sessions; the door for ECS (`ExecuteCommand`) and Systems Manager (`ResumeSession`, …).
//!
//! Never: runs a process itself, knows ECS's documents, lets anybody open a channel without its token.

pub mod agent;
pub mod client;
mod descriptor;
pub mod encryption;
pub mod message;
pub mod payload;
pub mod process;
pub mod remote;
mod session;
pub mod sessions;
pub mod socket;
mod stream;
mod transcript;
pub mod words;

pub use agent::Stream;
pub use descriptor::Descriptor;
pub use payload::{Extension, Size};
pub use sessions::{NewSession, Sessions};
pub use transcript::{Line, Recorder};
