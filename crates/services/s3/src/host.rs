//! Which bucket a host name names: `bucket.s3.us-east-1.amazonaws.com`, `bucket.s3.localhost`, `bucket.localhost`.

use s3s::S3Result;
use s3s::host::{S3Host, VirtualHost};

/// The names that the endpoint goes by.
#[derive(Debug, Clone)]
pub(crate) struct Hosts {
    /// What operators allow beside our own.
    pub allowed: Vec<String>,
}

/// What a host name says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Named<'a> {
    /// `s3` stands in it: it is for nobody else.
    S3 {
        bucket: Option<&'a str>,
    },
    /// Something below a name of ours: a bucket, if the request is S3's at all.
    Perhaps {
        bucket: &'a str,
    },
    Nothing,
}

impl Hosts {
    pub(crate) fn named<'a>(&self, host: &'a str) -> Named<'a> {
        let name = host.rsplit_once(':').map_or(host, |(name, _)| name);
        let ours = ["localhost", "neargate.internal", "amazonaws.com"];
        let bases = ours.into_iter().chain(self.allowed.iter().map(String::as_str));
        let below = bases.filter_map(|base| name.strip_suffix(base)?.strip_suffix('.'));
        let Some(below) = below.min_by_key(|below| below.len()) else { return Named::Nothing };
        // The label that is S3's, with its region behind it or in it.
        let (mut end, aws) = (below.len(), name.ends_with(".amazonaws.com"));
        for label in below.rsplit('.') {
            let start = end - label.len();
            if label == "s3" || (label.starts_with("s3-") && aws) {
                return Named::S3 { bucket: below[..start].strip_suffix('.') };
            }
            end = start.saturating_sub(1);
        }
        if aws { Named::Nothing } else { Named::Perhaps { bucket: below } }
    }
}

impl S3Host for Hosts {
    fn parse_host_header<'a>(&'a self, host: &'a str) -> S3Result<VirtualHost<'a>> {
        let parsed = VirtualHost::new(host);
        Ok(match self.named(host) {
            Named::S3 { bucket: Some(bucket) } | Named::Perhaps { bucket } => parsed.with_bucket(bucket),
            Named::S3 { bucket: None } | Named::Nothing => parsed,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn buckets_are_found_in_names() {
        let hosts = Hosts { allowed: vec!["neargate.example".to_owned()] };
        for (host, expected) in [
            ("s3.amazonaws.com", Named::S3 { bucket: None }),
            ("s3.eu-west-1.amazonaws.com", Named::S3 { bucket: None }),
            ("s3-eu-west-1.amazonaws.com", Named::S3 { bucket: None }),
            ("b.s3.eu-west-1.amazonaws.com", Named::S3 { bucket: Some("b") }),
            ("my.bucket.s3.localhost:4566", Named::S3 { bucket: Some("my.bucket") }),
            ("s3.localhost:4566", Named::S3 { bucket: None }),
            ("b.s3.neargate.example", Named::S3 { bucket: Some("b") }),
            ("my.bucket.localhost:4566", Named::Perhaps { bucket: "my.bucket" }),
            ("b.neargate.internal:4566", Named::Perhaps { bucket: "b" }),
            ("s3-logs.localhost:4566", Named::Perhaps { bucket: "s3-logs" }),
            ("localhost:4566", Named::Nothing),
            ("ecs.us-east-1.amazonaws.com", Named::Nothing),
            ("127.0.0.1:4566", Named::Nothing),
            ("other.example", Named::Nothing),
        ] {
            assert_eq!(hosts.named(host), expected, "{host}");
        }
    }
}
