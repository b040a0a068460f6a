//! Names that buckets and objects may have.

use http::StatusCode;

use crate::refusal::Refused;

const MAX_KEY_BYTES: usize = 1024;

/// AWS's rules for general purpose buckets.
pub(crate) fn check_bucket(name: &str) -> Result<(), Refused> {
    let letters = |c: u8| c.is_ascii_lowercase() || c.is_ascii_digit();
    let inner = |c: u8| letters(c) || c == b'-' || c == b'.';
    let bytes = name.as_bytes();
    let shaped = (3..=63).contains(&bytes.len())
        && bytes.iter().all(|c| inner(*c))
        && bytes.first().is_some_and(|c| letters(*c))
        && bytes.last().is_some_and(|c| letters(*c))
        && !name.contains("..")
        && name.parse::<std::net::Ipv4Addr>().is_err();
    let reserved = ["xn--", "sthree-", "amzn-s3-demo-"].iter().any(|prefix| name.starts_with(prefix))
        || ["-s3alias", "--ol-s3", ".mrap", "--x-s3", "--table-s3"]
            .iter()
            .any(|suffix| name.ends_with(suffix));
    if shaped && !reserved { Ok(()) } else { Err(Refused::invalid_bucket()) }
}

pub(crate) fn check_key(key: &str) -> Result<(), Refused> {
    if key.len() > MAX_KEY_BYTES {
        return Err(Refused::new("KeyTooLongError", StatusCode::BAD_REQUEST, "Your key is too long"));
    }
    // No document can be named so.
    if key.is_empty() || key.contains('\0') {
        return Err(Refused::new("InvalidURI", StatusCode::BAD_REQUEST, "Couldn't parse the specified URI."));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn buckets_are_named_as_aws_allows() {
        for good in ["abc", "a.b-c.1", "0x0", &"a".repeat(63), "my.bucket"] {
            assert!(check_bucket(good).is_ok(), "{good}");
        }
        for bad in [
            "",
            "ab",
            &"a".repeat(64),
            "Abc",
            "a_b",
            "-ab",
            "ab-",
            ".ab",
            "ab.",
            "a..b",
            "10.0.0.1",
            "xn--abc",
            "sthree-x",
            "amzn-s3-demo-x",
            "abc-s3alias",
            "abc--ol-s3",
            "abc.mrap",
            "abc--x-s3",
            "ä-bucket",
        ] {
            assert_eq!(check_bucket(bad).expect_err(bad).code, "InvalidBucketName");
        }
    }

    #[test]
    fn keys_are_up_to_1024_bytes_of_anything() {
        assert!(check_key(&"ä".repeat(512)).is_ok());
        assert!(check_key("/ a\nb//../\u{1f600}").is_ok());
        assert_eq!(check_key(&"ä".repeat(513)).expect_err("too long").code, "KeyTooLongError");
        assert_eq!(check_key("a\0b").expect_err("NUL").code, "InvalidURI");
    }
}
