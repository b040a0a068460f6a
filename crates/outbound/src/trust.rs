//! Whose certificates are believed.

use std::path::PathBuf;
use std::sync::Arc;

use tokio_rustls::rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use tokio_rustls::rustls::client::{WebPkiServerVerifier, verify_server_name};
use tokio_rustls::rustls::crypto::{CryptoProvider, ring, verify_tls12_signature, verify_tls13_signature};
use tokio_rustls::rustls::pki_types::pem::PemObject as _;
use tokio_rustls::rustls::pki_types::{CertificateDer, ServerName, UnixTime, pem};
use tokio_rustls::rustls::server::ParsedCertificate;
use tokio_rustls::rustls::{
    CertificateError, ClientConfig, DigitallySignedStruct, Error, RootCertStore, SignatureScheme,
};

/// Who may vouch for a server.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Trust {
    /// Those whom this machine believes.
    #[default]
    System,
    /// Those in this file (PEM), beside them.
    File(PathBuf),
    /// Those whom this machine believes, or who show one of these certificates (SHA-1, in hex): their own, or one that stands for it.
    Pinned(Vec<String>),
    /// Nobody needs to: any server will do, as long as it holds the key of whatever certificate it shows.
    Anyone,
}

#[derive(Debug, thiserror::Error)]
pub enum TrustError {
    #[error("read certificates from {0}")]
    Read(PathBuf, #[source] pem::Error),
    #[error("believe a certificate of {0}")]
    Certificate(PathBuf, #[source] Error),
}

impl Trust {
    pub(crate) fn config(&self) -> Result<ClientConfig, TrustError> {
        let provider = Arc::new(ring::default_provider());
        let builder = ClientConfig::builder_with_provider(Arc::clone(&provider))
            .with_safe_default_protocol_versions()
            .expect("ring supports the default versions");
        let mut roots = match self {
            Self::Anyone => {
                let verifier = Arc::new(Believing(provider));
                return Ok(builder
                    .dangerous()
                    .with_custom_certificate_verifier(verifier)
                    .with_no_client_auth());
            }
            Self::Pinned(thumbprints) => {
                let verifier = Arc::new(Pinning::new(thumbprints, provider));
                return Ok(builder
                    .dangerous()
                    .with_custom_certificate_verifier(verifier)
                    .with_no_client_auth());
            }
            Self::System | Self::File(_) => system_roots(),
        };
        if let Self::File(path) = self {
            let read = |error| TrustError::Read(path.clone(), error);
            for certificate in CertificateDer::pem_file_iter(path).map_err(read)? {
                let added = roots.add(certificate.map_err(read)?);
                added.map_err(|cause| TrustError::Certificate(path.clone(), cause))?;
            }
        }
        Ok(builder.with_root_certificates(roots).with_no_client_auth())
    }
}

fn system_roots() -> RootCertStore {
    let mut roots = RootCertStore::empty();
    let found = rustls_native_certs::load_native_certs();
    for error in &found.errors {
        tracing::warn!(%error, "read the system's CA certificates");
    }
    roots.add_parsable_certificates(found.certs);
    roots
}

/// Believes what the machine believes, and beyond that certificates by their fingerprints.
#[derive(Debug)]
struct Pinning {
    /// None where the machine believes nobody.
    system: Option<Arc<WebPkiServerVerifier>>,
    /// In small hex digits.
    thumbprints: Vec<String>,
    provider: Arc<CryptoProvider>,
}

impl Pinning {
    fn new(thumbprints: &[String], provider: Arc<CryptoProvider>) -> Self {
        let system =
            WebPkiServerVerifier::builder_with_provider(Arc::new(system_roots()), Arc::clone(&provider));
        let thumbprints = thumbprints.iter().map(|print| print.to_ascii_lowercase()).collect();
        Self { system: system.build().ok(), thumbprints, provider }
    }

    fn is_pinned(&self, certificate: &CertificateDer<'_>) -> bool {
        let digest = ::ring::digest::digest(&::ring::digest::SHA1_FOR_LEGACY_USE_ONLY, certificate);
        let print: String = digest.as_ref().iter().map(|byte| format!("{byte:02x}")).collect();
        self.thumbprints.contains(&print)
    }
}

impl ServerCertVerifier for Pinning {
    fn verify_server_cert(
        &self,
        own: &CertificateDer<'_>,
        above: &[CertificateDer<'_>],
        name: &ServerName<'_>,
        ocsp: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        let nobody = || Err(Error::InvalidCertificate(CertificateError::UnknownIssuer));
        let believed = self
            .system
            .as_ref()
            .map_or_else(nobody, |system| system.verify_server_cert(own, above, name, ocsp, now));
        let Err(refused) = believed else { return believed };
        if self.is_pinned(own) {
            // This very certificate: who holds its key shows in the handshake, so it is left whether it is for this name.
            verify_server_name(&ParsedCertificate::try_from(own)?, name)?;
            return Ok(ServerCertVerified::assertion());
        }
        let Some(pinned) = above.iter().find(|certificate| self.is_pinned(certificate)) else {
            return Err(refused);
        };
        let mut roots = RootCertStore::empty();
        roots.add(pinned.clone().into_owned())?;
        let verifier =
            WebPkiServerVerifier::builder_with_provider(Arc::new(roots), Arc::clone(&self.provider)).build();
        verifier.map_err(|_| refused)?.verify_server_cert(own, above, name, ocsp, now)
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        let algorithms = &self.provider.signature_verification_algorithms;
        verify_tls12_signature(message, certificate, signature, algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        let algorithms = &self.provider.signature_verification_algorithms;
        verify_tls13_signature(message, certificate, signature, algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.provider.signature_verification_algorithms.supported_schemes()
    }
}

/// Believes every certificate.
#[derive(Debug)]
struct Believing(Arc<CryptoProvider>);

impl ServerCertVerifier for Believing {
    fn verify_server_cert(
        &self,
        _: &CertificateDer<'_>,
        _: &[CertificateDer<'_>],
        _: &ServerName<'_>,
        _: &[u8],
        _: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls12_signature(message, certificate, signature, &self.0.signature_verification_algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls13_signature(message, certificate, signature, &self.0.signature_verification_algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.0.signature_verification_algorithms.supported_schemes()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_is_missing_is_named() {
        let missing = Trust::File("/does/not/exist.pem".into()).config().unwrap_err();
        assert_eq!(missing.to_string(), "read certificates from /does/not/exist.pem");
        assert!(Trust::Anyone.config().is_ok() && Trust::System.config().is_ok());
    }
}
