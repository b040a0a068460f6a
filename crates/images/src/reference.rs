//! Image references, normalised as docker does: `nginx` means `docker.io/library/nginx:latest`.
//!
//! Holds: what [`Reference`] displays parses to the same reference again, and its parts are safe in a URL path.

use std::fmt;

use crate::Image;
use crate::digest::Digest;

/// A full reference: registry, repository and a tag, a digest, or both (then the digest decides).
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Reference {
    registry: String,
    repository: String,
    tag: Option<String>,
    digest: Option<Digest>,
}

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("invalid image reference {reference:?}: {problem}")]
pub struct ReferenceError {
    pub reference: String,
    pub problem: &'static str,
}

impl Reference {
    pub fn parse(text: &str) -> Result<Self, ReferenceError> {
        parse(text).map_err(|problem| ReferenceError { reference: text.to_owned(), problem })
    }

    /// Host and port as written, `docker.io` for Docker Hub.
    pub fn registry(&self) -> &str {
        &self.registry
    }

    /// The path below the registry, such as `library/nginx`.
    pub fn repository(&self) -> &str {
        &self.repository
    }

    pub fn digest(&self) -> Option<&Digest> {
        self.digest.as_ref()
    }

    /// Whether this names, by digest, an image that is known under another name of the same repository.
    pub fn is_also(&self, image: &Image) -> bool {
        self.digest.as_ref().is_some_and(|digest| digest.as_str() == image.manifest_digest)
            && Self::parse(&image.reference)
                .is_ok_and(|other| (&other.registry, &other.repository) == (&self.registry, &self.repository))
    }

    /// What to ask the registry for: the digest, or else the tag.
    pub fn target(&self) -> &str {
        match (&self.digest, &self.tag) {
            (Some(digest), _) => digest.as_str(),
            (None, Some(tag)) => tag,
            (None, None) => "latest",
        }
    }
}

impl fmt::Display for Reference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.registry, self.repository)?;
        if let Some(tag) = &self.tag {
            write!(f, ":{tag}")?;
        }
        match &self.digest {
            Some(digest) => write!(f, "@{digest}"),
            None => Ok(()),
        }
    }
}

const MAX_REPOSITORY_CHARS: usize = 255;
const MAX_TAG_CHARS: usize = 128;

fn parse(text: &str) -> Result<Reference, &'static str> {
    let (rest, digest) = match text.split_once('@') {
        Some((rest, digest)) => (rest, Some(Digest::parse(digest).map_err(|_| "the digest is not sha256")?)),
        None => (text, None),
    };
    // A colon after the last slash starts a tag; one before it belongs to the registry's port.
    let (name, tag) = match rest.rsplit_once(':') {
        Some((name, tag)) if !tag.contains('/') => (name, Some(tag)),
        _ => (rest, None),
    };
    if let Some(tag) = tag {
        check_tag(tag)?;
    }
    let (registry, path) = match name.split_once('/') {
        Some((host, path)) if is_host(host) => (host, path.to_owned()),
        _ => ("docker.io", name.to_owned()),
    };
    let registry = if registry == "index.docker.io" { "docker.io" } else { registry };
    check_registry(registry)?;
    let repository =
        if registry == "docker.io" && !path.contains('/') { format!("library/{path}") } else { path };
    check_repository(&repository)?;
    let tag = match (tag, &digest) {
        (Some(tag), _) => Some(tag.to_owned()),
        (None, None) => Some("latest".to_owned()),
        (None, Some(_)) => None,
    };
    Ok(Reference { registry: registry.to_owned(), repository, tag, digest })
}

/// Docker's rule: the first component is a registry if it could be no user name of the hub.
fn is_host(first: &str) -> bool {
    first == "localhost" || first.contains(['.', ':']) || first.bytes().any(|b| b.is_ascii_uppercase())
}

fn check_tag(tag: &str) -> Result<(), &'static str> {
    let word = |b: u8| b.is_ascii_alphanumeric() || b == b'_';
    let first = tag.bytes().next().ok_or("the tag is empty")?;
    if tag.len() > MAX_TAG_CHARS {
        return Err("the tag is too long");
    }
    if !word(first) || !tag.bytes().all(|b| word(b) || b == b'.' || b == b'-') {
        return Err("the tag has characters that are not allowed");
    }
    Ok(())
}

fn check_registry(registry: &str) -> Result<(), &'static str> {
    let problem = "the registry is not a host name";
    let host = match registry.strip_prefix('[') {
        Some(rest) => {
            let (address, port) = rest.split_once(']').ok_or(problem)?;
            address.parse::<std::net::Ipv6Addr>().map_err(|_| problem)?;
            return match port.strip_prefix(':') {
                Some(port) => check_port(port),
                None if port.is_empty() => Ok(()),
                None => Err(problem),
            };
        }
        None => match registry.split_once(':') {
            Some((host, port)) => {
                check_port(port)?;
                host
            }
            None => registry,
        },
    };
    let label = |label: &str| {
        !label.is_empty()
            && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    if host.split('.').all(label) { Ok(()) } else { Err(problem) }
}

fn check_port(port: &str) -> Result<(), &'static str> {
    let digits = !port.is_empty() && port.bytes().all(|b| b.is_ascii_digit());
    if digits && port.parse::<u16>().is_ok() { Ok(()) } else { Err("the registry's port is not a number") }
}

fn check_repository(repository: &str) -> Result<(), &'static str> {
    if repository.len() > MAX_REPOSITORY_CHARS {
        return Err("the repository name is too long");
    }
    if repository.bytes().any(|b| b.is_ascii_uppercase()) {
        return Err("the repository name must be lower case");
    }
    if repository.split('/').all(is_component) {
        Ok(())
    } else {
        Err("the repository name has characters that are not allowed")
    }
}

/// Lower-case words joined by one `.`, one or two `_`, or any number of `-`.
fn is_component(component: &str) -> bool {
    let word = |b: u8| b.is_ascii_digit() || b.is_ascii_lowercase();
    let ends = |b: Option<u8>| b.is_some_and(word);
    if !ends(component.bytes().next()) || !ends(component.bytes().last()) {
        return false;
    }
    component
        .split(|c: char| c.is_ascii_digit() || c.is_ascii_lowercase())
        .all(|joint| matches!(joint, "" | "." | "_" | "__") || joint.bytes().all(|b| b == b'-'))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn check(text: &str, expected: &str) {
        let got = match Reference::parse(text) {
            Ok(reference) => reference.to_string(),
            Err(error) => error.problem.to_owned(),
        };
        assert_eq!(got, expected, "{text}");
    }

    #[test]
    fn normalises_as_docker_does() {
        let hex = "0".repeat(64);
        check("nginx", "docker.io/library/nginx:latest");
        check("nginx:1.25", "docker.io/library/nginx:1.25");
        check("bitnami/nginx", "docker.io/bitnami/nginx:latest");
        check("index.docker.io/nginx", "docker.io/library/nginx:latest");
        check("docker.io/nginx:x", "docker.io/library/nginx:x");
        check("localhost/x", "localhost/x:latest");
        check("localhost:5000/x", "localhost:5000/x:latest");
        check("[::1]:5000/x/y:z", "[::1]:5000/x/y:z");
        check("public.ecr.aws/docker/library/redis:7", "public.ecr.aws/docker/library/redis:7");
        check(&format!("x@sha256:{hex}"), &format!("docker.io/library/x@sha256:{hex}"));
        check(&format!("x:1@sha256:{hex}"), &format!("docker.io/library/x:1@sha256:{hex}"));
        check("a__b/c---d.e:1", "docker.io/a__b/c---d.e:1");
    }

    #[test]
    fn refuses_what_docker_refuses() {
        check("", "the repository name has characters that are not allowed");
        check("x:", "the tag is empty");
        check("x:-1", "the tag has characters that are not allowed");
        check("library/Nginx", "the repository name must be lower case");
        check("c/a..b", "the repository name has characters that are not allowed");
        check("a/../b", "the repository name has characters that are not allowed");
        check("localhost:port/x", "the registry's port is not a number");
        check("evil.com?x=/y", "the registry is not a host name");
        check("user@host.com/x", "the digest is not sha256");
        check("x y", "the repository name has characters that are not allowed");
        check(&"a".repeat(300), "the repository name is too long");
    }

    proptest! {
        #[test]
        fn never_panics_and_is_stable(text in "[a-zA-Z0-9_./:@\\[\\] -]{0,60}") {
            if let Ok(reference) = Reference::parse(&text) {
                let shown = reference.to_string();
                prop_assert_eq!(Reference::parse(&shown), Ok(reference));
            }
        }

        #[test]
        fn whole_references_keep_their_parts(
            host in "([a-z0-9]{1,8}\\.){1,2}[a-z]{2,3}(:[1-9][0-9]{0,3})?",
            path in "[a-z0-9]{1,8}([._-][a-z0-9]{1,5})?(/[a-z0-9]{1,8}){0,3}",
            tag in "[a-zA-Z0-9_][a-zA-Z0-9._-]{0,20}",
        ) {
            prop_assume!(host != "index.docker.io" && host != "docker.io");
            let text = format!("{host}/{path}:{tag}");
            let reference = Reference::parse(&text).unwrap();
            prop_assert_eq!(reference.registry(), &host);
            prop_assert_eq!(reference.repository(), &path);
            prop_assert_eq!(reference.target(), &tag);
            prop_assert_eq!(reference.to_string(), text);
        }
    }
}
