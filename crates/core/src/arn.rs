//! Amazon Resource Names: `arn:partition:service:region:account:resource`.

use std::fmt;
use std::str::FromStr;

use crate::Scope;

/// A parsed ARN. The resource keeps its inner separators (`task/default/0f3c…`, `log-group:web:*`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Arn {
    pub partition: String,
    pub service: String,
    pub region: String,
    pub account: String,
    pub resource: String,
}

/// Not six colon-separated fields beginning with `arn`.
#[derive(Debug, thiserror::Error)]
#[error("{0:?} is not an ARN")]
pub struct ParseArnError(String);

impl Arn {
    /// The ARN of a resource of `service` in a scope.
    pub fn new(service: &str, scope: &Scope, resource: impl Into<String>) -> Self {
        Self {
            partition: "aws".to_owned(),
            service: service.to_owned(),
            region: scope.region.to_string(),
            account: scope.account.to_string(),
            resource: resource.into(),
        }
    }

    /// True when the ARN names something of `service` in this scope.
    pub fn is_of(&self, service: &str, scope: &Scope) -> bool {
        self.service == service
            && self.region == scope.region.as_str()
            && self.account == scope.account.as_str()
    }
}

impl FromStr for Arn {
    type Err = ParseArnError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let mut fields = text.splitn(6, ':');
        let mut next = || fields.next().map(str::to_owned);
        match (next(), next(), next(), next(), next(), next()) {
            (Some(arn), Some(partition), Some(service), Some(region), Some(account), Some(resource))
                if arn == "arn" && !partition.is_empty() && !service.is_empty() && !resource.is_empty() =>
            {
                Ok(Self { partition, service, region, account, resource })
            }
            _ => Err(ParseArnError(text.to_owned())),
        }
    }
}

impl fmt::Display for Arn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { partition, service, region, account, resource } = self;
        write!(f, "arn:{partition}:{service}:{region}:{account}:{resource}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_arn_survives_parsing_and_printing() {
        for text in [
            "arn:aws:ecs:us-east-1:000000000000:task/default/0123",
            "arn:aws:logs:eu-west-1:111122223333:log-group:/ecs/web:log-stream:a",
            "arn:aws:iam::123456789012:role/path/name",
        ] {
            assert_eq!(text.parse::<Arn>().expect(text).to_string(), text);
        }
    }

    #[test]
    fn what_is_no_arn_is_refused() {
        for text in ["", "arn", "arn:aws:ecs", "arn:aws:ecs:r:a:", "urn:aws:ecs:r:a:x", "arn::ecs:r:a:x"] {
            assert!(text.parse::<Arn>().is_err(), "{text:?}");
        }
    }
}
