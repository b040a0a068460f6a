//! What can go wrong between us and the kernel, told with the noun that it happened to.

use std::io;
use std::path::PathBuf;

#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("interface {eni_id} can't be attached: {reason}")]
    Interface { eni_id: String, reason: &'static str },
    #[error("vpc {vpc_id} exists with the block {exists}, not {asked}")]
    VpcBlock { vpc_id: String, exists: ipnet::Ipv4Net, asked: ipnet::Ipv4Net },
    #[error("{doing} {subject}")]
    Kernel {
        doing: &'static str,
        subject: String,
        #[source]
        cause: io::Error,
    },
    #[error("{doing} {path}")]
    File {
        doing: &'static str,
        path: PathBuf,
        #[source]
        cause: io::Error,
    },
    #[error("start nft to {doing}")]
    NftMissing {
        doing: &'static str,
        #[source]
        cause: io::Error,
    },
    #[error("nft refused to {doing}: {said}")]
    Nft { doing: &'static str, said: String },
    #[error("no free address pair for the uplink of vpc {0}")]
    UplinksExhausted(String),
    #[error("vpc {0} collides with the host's routes and no block of its size is free in the alias range")]
    AliasesExhausted(String),
    #[error("the work on {0} ended without a result")]
    Lost(String),
}

/// Names what was attempted on what, for an I/O error that knows neither.
pub(crate) trait Attempt<T> {
    fn attempt(self, doing: &'static str, subject: impl ToString) -> Result<T, Error>;
}

impl<T> Attempt<T> for io::Result<T> {
    fn attempt(self, doing: &'static str, subject: impl ToString) -> Result<T, Error> {
        self.map_err(|cause| Error::Kernel { doing, subject: subject.to_string(), cause })
    }
}
