//! From a stream of bytes to a file, with the sums that S3 keeps of it.

use std::error::Error as StdError;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use futures_util::stream::{Stream, StreamExt as _};
use s3s::checksum::ChecksumHasher;
use s3s::crypto::{Checksum as _, Md5};

use crate::body::Trailers;
use crate::files::{Files, Hold, Incoming};
use crate::records::{Algorithm, Checksum, Piece};
use crate::refusal::Refused;

/// The largest object or part that comes in one request.
const MAX_BYTES: u64 = 5 << 30;

/// What a request says of the bytes that it brings.
#[derive(Debug, Default)]
pub(crate) struct Claims {
    pub length: Option<u64>,
    /// `Content-MD5`
    pub md5: Option<String>,
    /// Which checksum is kept; CRC64NVME unless something else is wanted.
    pub algorithm: Option<Algorithm>,
    /// What the checksum has to be: stated before the bytes, or after them.
    pub checksum: Option<String>,
    pub trailers: Option<Trailers>,
}

/// Bytes that are safe on the disk, and nobody's yet.
pub(crate) struct Received {
    pub pieces: Vec<Piece>,
    pub size: u64,
    /// The hex digits of the MD5, which is the ETag.
    pub etag: String,
    pub checksum: Checksum,
    pub hold: Option<Hold>,
}

impl Algorithm {
    pub(crate) const ALL: [Self; 5] = [Self::Crc32, Self::Crc32c, Self::Crc64nvme, Self::Sha1, Self::Sha256];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Crc32 => "CRC32",
            Self::Crc32c => "CRC32C",
            Self::Crc64nvme => "CRC64NVME",
            Self::Sha1 => "SHA1",
            Self::Sha256 => "SHA256",
        }
    }

    pub(crate) fn header(self) -> String {
        format!("x-amz-checksum-{}", self.name().to_ascii_lowercase())
    }

    pub(crate) fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|algorithm| algorithm.name().eq_ignore_ascii_case(name))
    }
}

/// Computes one checksum.
pub(crate) struct Summer(Algorithm, ChecksumHasher);

impl Summer {
    pub(crate) fn new(algorithm: Algorithm) -> Self {
        let mut hasher = ChecksumHasher::default();
        match algorithm {
            Algorithm::Crc32 => hasher.crc32 = Some(Default::default()),
            Algorithm::Crc32c => hasher.crc32c = Some(Default::default()),
            Algorithm::Crc64nvme => hasher.crc64nvme = Some(Default::default()),
            Algorithm::Sha1 => hasher.sha1 = Some(Default::default()),
            Algorithm::Sha256 => hasher.sha256 = Some(Default::default()),
        }
        Self(algorithm, hasher)
    }

    pub(crate) fn update(&mut self, bytes: &[u8]) {
        self.1.update(bytes);
    }

    pub(crate) fn finish(self) -> Checksum {
        let sums = self.1.finalize();
        let of_one = [
            sums.checksum_crc32,
            sums.checksum_crc32c,
            sums.checksum_crc64nvme,
            sums.checksum_sha1,
            sums.checksum_sha256,
        ];
        let value = of_one.into_iter().flatten().next().unwrap_or_default();
        Checksum { algorithm: self.0, value, composite: false }
    }
}

/// Takes a body to the disk and compares it with what was claimed of it.
pub(crate) async fn receive<S>(files: &Files, mut body: S, claims: Claims) -> Result<Received, Refused>
where
    S: Stream<Item = Result<Bytes, Box<dyn StdError + Send + Sync>>> + Unpin,
{
    if claims.length.is_some_and(|length| length > MAX_BYTES) {
        return Err(too_large());
    }
    let expected_md5 = claims.md5.as_deref().map(|text| STANDARD.decode(text));
    let expected_md5 = match expected_md5 {
        Some(Ok(sum)) if sum.len() == 16 => Some(sum),
        Some(_) => return Err(Refused::other("InvalidDigest", "The Content-MD5 you specified was invalid.")),
        None => None,
    };
    let algorithm = claims.algorithm.unwrap_or(Algorithm::Crc64nvme);
    let (mut md5, mut summer) = (Md5::new(), Summer::new(algorithm));
    let (mut incoming, mut size): (Option<Incoming>, u64) = (None, 0);
    while let Some(bytes) = body.next().await {
        let bytes = bytes.map_err(Refused::body)?;
        size += bytes.len() as u64;
        if size > MAX_BYTES {
            return Err(too_large());
        }
        md5.update(&bytes);
        summer.update(&bytes);
        let file = match &mut incoming {
            Some(file) => file,
            None => incoming.insert(files.begin().await?),
        };
        file.write(&bytes).await?;
    }
    if claims.length.is_some_and(|length| length != size) {
        return Err(Refused::incomplete());
    }
    let (md5, checksum) = (md5.finalize(), summer.finish());
    if expected_md5.is_some_and(|expected| expected != AsRef::<[u8]>::as_ref(&md5)) {
        let message = "The Content-MD5 you specified did not match what we received.";
        return Err(Refused::other("BadDigest", message));
    }
    let expected = match &claims.trailers {
        Some(trailers) => {
            let trailing = trailers.get(&algorithm.header());
            Some(trailing.ok_or_else(|| {
                Refused::other("MalformedTrailerError", "The request contained trailing data that was not well-formed or did not conform to our published schema.")
            })?)
        }
        None => claims.checksum,
    };
    if expected.is_some_and(|expected| expected != checksum.value) {
        let name = algorithm.name();
        let message = format!("The {name} you specified did not match the calculated checksum.");
        return Err(Refused::other("BadDigest", message));
    }
    let (pieces, hold) = match incoming {
        Some(incoming) => {
            let (file, hold) = incoming.keep().await?;
            (vec![Piece { file, size, checksum: None }], Some(hold))
        }
        None => (Vec::new(), None),
    };
    Ok(Received { pieces, size, etag: hex(md5.as_ref()), checksum, hold })
}

fn too_large() -> Refused {
    Refused::other("EntityTooLarge", "Your proposed upload exceeds the maximum allowed size")
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
