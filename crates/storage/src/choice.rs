//! What kind of storage tasks get: what the operator wants, held against what the machine can do. Pure.

use std::str::FromStr;

/// What the operator wants (`--ephemeral-storage`).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Choice {
    /// Limited where the machine can, and said in the log where it can't.
    #[default]
    Auto,
    /// Limited, or the daemon doesn't start.
    Image,
    /// A directory on the host's disk, as large as that is.
    Unlimited,
}

impl FromStr for Choice {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "auto" => Ok(Self::Auto),
            "image" => Ok(Self::Image),
            "unlimited" => Ok(Self::Unlimited),
            _ => Err(format!("{text:?} is none of auto, image and unlimited")),
        }
    }
}

/// What the machine lacks; each with what to do about it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Findings {
    pub missing: Vec<String>,
}

/// What tasks get.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    Image,
    /// With the reason, if nobody wanted it so.
    Unlimited {
        why: Option<String>,
    },
}

#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("limit tasks' ephemeral storage: {0}; or let it be without a limit: --ephemeral-storage unlimited")]
pub struct Refusal(String);

/// What tasks get where `choice` was made and `findings` were made.
pub fn decide(choice: Choice, findings: &Findings) -> Result<Kind, Refusal> {
    let missing = (!findings.missing.is_empty()).then(|| findings.missing.join("; "));
    match (choice, missing) {
        (Choice::Unlimited, _) => Ok(Kind::Unlimited { why: None }),
        (Choice::Auto | Choice::Image, None) => Ok(Kind::Image),
        (Choice::Auto, why) => Ok(Kind::Unlimited { why }),
        (Choice::Image, Some(why)) => Err(Refusal(why)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_operator_decides_and_the_machine_limits() {
        let able = Findings::default();
        let unable = Findings { missing: vec!["no mkfs".into()] };
        let unlimited = |why: Option<&str>| Ok(Kind::Unlimited { why: why.map(str::to_owned) });
        assert_eq!(decide(Choice::Auto, &able), Ok(Kind::Image));
        assert_eq!(decide(Choice::Auto, &unable), unlimited(Some("no mkfs")));
        assert_eq!(decide(Choice::Image, &able), Ok(Kind::Image));
        assert_eq!(decide(Choice::Image, &unable), Err(Refusal("no mkfs".into())));
        assert_eq!(decide(Choice::Unlimited, &able), unlimited(None));
        assert_eq!(decide(Choice::Unlimited, &unable), unlimited(None));
    }

    #[test]
    fn choices_are_read_by_their_names() {
        assert_eq!("image".parse(), Ok(Choice::Image));
        assert!("quota".parse::<Choice>().is_err());
    }
}
