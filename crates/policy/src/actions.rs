//! `Action` and `NotAction`: names with wildcards, sorted by service so that a long list is cheap to ask.

use std::collections::HashMap;

use crate::pattern::Pattern;

#[derive(Debug, Clone)]
pub(crate) struct Actions {
    /// As written, for whoever wants to see them.
    pub written: Vec<String>,
    /// `NotAction`: all but these.
    negated: bool,
    any: bool,
    /// By service in lower case; what stands behind the colon.
    by_service: HashMap<Box<str>, Vec<Pattern>>,
    /// With a wildcard before the colon, or without a colon.
    whole: Vec<Pattern>,
}

impl Actions {
    pub fn new(written: Vec<String>, negated: bool) -> Self {
        let mut actions =
            Self { written: Vec::new(), negated, any: false, by_service: HashMap::new(), whole: Vec::new() };
        for action in &written {
            match action.split_once(':') {
                _ if action == "*" || action == "*:*" => actions.any = true,
                Some((service, name)) if !service.contains(['*', '?']) => {
                    let names = actions.by_service.entry(service.to_ascii_lowercase().into()).or_default();
                    names.push(Pattern::new(name, false));
                }
                _ => actions.whole.push(Pattern::new(action, false)),
            }
        }
        actions.written = written;
        actions
    }

    pub fn matches(&self, action: &str) -> bool {
        (self.any || self.names(action)) != self.negated
    }

    /// Whether some action of a service may be among them.
    pub fn reach(&self, service: &str) -> bool {
        let of_service = |action: &String| match action.split_once(':') {
            Some((vendor, name)) => {
                (Pattern::new(vendor, false).matches_plain(service, true), name == "*" || !self.negated)
            }
            None => (action == "*", true),
        };
        let named = self.written.iter().map(of_service).any(|(service, enough)| service && enough);
        named != self.negated
    }

    fn names(&self, action: &str) -> bool {
        let (service, name) = action.split_once(':').unwrap_or(("", action));
        let of_service = if service.bytes().any(|byte| byte.is_ascii_uppercase()) {
            self.by_service.get(&*service.to_ascii_lowercase())
        } else {
            self.by_service.get(service)
        };
        of_service.is_some_and(|names| names.iter().any(|pattern| pattern.matches_plain(name, true)))
            || self.whole.iter().any(|pattern| pattern.matches_plain(action, true))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(written: &[&str], action: &str, expected: bool) {
        let written: Vec<_> = written.iter().map(|text| (*text).to_owned()).collect();
        assert_eq!(Actions::new(written.clone(), false).matches(action), expected, "{written:?} {action}");
        assert_eq!(Actions::new(written, true).matches(action), !expected);
    }

    #[test]
    fn services_are_reached_unless_all_of_them_is_left_out() {
        let reach = |written: &[&str], negated| {
            let written = written.iter().map(|text| (*text).to_owned()).collect();
            Actions::new(written, negated).reach("ecs")
        };
        assert!(reach(&["s3:*", "ECS:RunTask"], false) && reach(&["*"], false) && reach(&["e*:Run*"], false));
        assert!(!reach(&["s3:*", "ecs-x:*"], false) && !reach(&[], false));
        assert!(reach(&["s3:*", "ecs:RunTask"], true) && !reach(&["ecs:*"], true) && !reach(&["*"], true));
    }

    #[test]
    fn names_match_by_service_wildcard_and_whatever_case() {
        check(&["ecs:RunTask"], "ecs:RunTask", true);
        check(&["ECS:runtask"], "ecs:RunTask", true);
        check(&["ecs:Run*", "s3:Get?bject"], "s3:GetObject", true);
        check(&["ecs:Describe*"], "ecs:RunTask", false);
        check(&["s3:*"], "ecs:RunTask", false);
        check(&["*"], "ecs:RunTask", true);
        check(&["e*:RunTask"], "ecs:RunTask", true);
        check(&["e*:RunTask"], "ec2:RunInstances", false);
    }
}
