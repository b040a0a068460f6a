//! What AWS demands of a document by what it is for.

use crate::principal::Named;
use crate::{Malformed, Policy, Statement};

/// What a document is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Attached to a user, group or role; permissions boundaries and session policies are of this kind too.
    Identity,
    /// Of a resource that is no role.
    Resource,
    /// Of a role: who may assume it.
    Trust,
}

pub(crate) fn check(policy: &Policy, kind: Kind) -> Result<(), Malformed> {
    let mut sids = Vec::new();
    for statement in &policy.statements {
        if let Some(sid) = statement.sid.as_deref().filter(|sid| !sid.is_empty()) {
            if kind == Kind::Identity && !sid.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
                return Err(Malformed::SidLetters);
            }
            if sids.contains(&sid) {
                return Err(Malformed::SidTwice);
            }
            sids.push(sid);
        }
        match kind {
            Kind::Identity => {
                identity(statement)?;
                keys(statement)?;
            }
            Kind::Trust => {
                trust(statement)?;
                keys(statement)?;
            }
            Kind::Resource => {
                statement.principals.as_ref().ok_or(Malformed::NoPrincipal)?;
                actions(statement)?;
            }
        }
    }
    Ok(())
}

fn identity(statement: &Statement) -> Result<(), Malformed> {
    if statement.principals.is_some() {
        return Err(Malformed::PrincipalGiven);
    }
    actions(statement)?;
    let resources = statement.resources.as_ref().filter(|resources| !resources.written.is_empty());
    resources.ok_or(Malformed::NoResource)?.written.iter().try_for_each(|resource| arn(resource))
}

fn trust(statement: &Statement) -> Result<(), Malformed> {
    if statement.resources.is_some() {
        return Err(Malformed::ResourceGiven);
    }
    let principals = statement.principals.as_ref().ok_or(Malformed::NoPrincipal)?;
    for named in &principals.list {
        match named {
            Named::Arn(arn) if !is_principal(arn) => {
                return Err(Malformed::Principal(format!("\"AWS\":\"{arn}\"")));
            }
            Named::Service(name) if !name.contains('.') => {
                return Err(Malformed::Principal(format!("\"SERVICE\":\"{name}\"")));
            }
            Named::Federated(name) if !is_provider(name) => return Err(Malformed::Federated),
            _ => {}
        }
    }
    actions(statement)?;
    let written = statement.actions.iter().flat_map(|actions| &actions.written);
    let all_of_sts = written
        .into_iter()
        .all(|action| action.get(..4).is_some_and(|vendor| vendor.eq_ignore_ascii_case("sts:")));
    if all_of_sts { Ok(()) } else { Err(Malformed::TrustAction) }
}

/// The ARN of a user, a role or a session. An id (`AIDA…`) is what AWS makes of one that was deleted.
fn is_principal(arn: &str) -> bool {
    if ["AIDA", "AROA"].iter().any(|prefix| arn.starts_with(prefix)) {
        return true;
    }
    let parts: Vec<_> = arn.splitn(6, ':').collect();
    let [_, _, service, "", account, resource] = *parts else { return false };
    let is_account = account.len() == 12 && account.bytes().all(|byte| byte.is_ascii_digit());
    let kinds: &[&str] = match service {
        "iam" => &["user/", "role/"],
        "sts" => &["assumed-role/", "federated-user/"],
        _ => &[],
    };
    // A wildcard names nobody: it would name whoever comes.
    let is_kind = kinds.iter().any(|kind| resource.starts_with(kind)) && !resource.contains(['*', '?']);
    arn.starts_with("arn:") && is_account && is_kind
}

/// A domain, or the ARN of a provider.
fn is_provider(name: &str) -> bool {
    if name.starts_with("arn:") {
        return name.contains(":saml-provider/") || name.contains(":oidc-provider/");
    }
    name.contains('.') && !name.contains([':', '*', ' '])
}

fn keys(statement: &Statement) -> Result<(), Malformed> {
    let all = statement.clauses.iter().all(|clause| clause.key.contains(':'));
    if all { Ok(()) } else { Err(Malformed::NoVendor) }
}

fn actions(statement: &Statement) -> Result<(), Malformed> {
    let actions = statement.actions.as_ref().filter(|actions| !actions.written.is_empty());
    for action in &actions.ok_or(Malformed::NoAction)?.written {
        if action == "*" {
            continue;
        }
        let (vendor, name) = action.split_once(':').ok_or(Malformed::NoVendor)?;
        if name.contains(':') {
            return Err(Malformed::Colons);
        }
        if vendor.is_empty() || !vendor.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-') {
            return Err(Malformed::Vendor(vendor.to_owned()));
        }
    }
    Ok(())
}

fn arn(resource: &str) -> Result<(), Malformed> {
    if resource == "*" {
        return Ok(());
    }
    let no_arn = || Malformed::NoArn(resource.to_owned());
    // A variable may stand for the rest.
    let mut parts = resource.splitn(6, ':');
    if parts.next() != Some("arn") {
        return Err(no_arn());
    }
    let partition = parts.next().ok_or_else(no_arn)?;
    if !matches!(partition, "aws" | "aws-cn" | "aws-us-gov" | "aws-iso" | "aws-iso-b" | "*") {
        return Err(Malformed::Partition { partition: partition.to_owned(), resource: resource.to_owned() });
    }
    let vendor = parts.next().ok_or_else(no_arn)?;
    // What is cut short counts as ending in stars, if it ends in one.
    let region = parts.next();
    if region.is_none() && !vendor.ends_with('*') {
        return Err(no_arn());
    }
    if region.is_some() && vendor.contains(['*', '?']) {
        return Err(Malformed::ResourceVendor);
    }
    if vendor == "iam" && region.is_some_and(|region| !region.is_empty() && region != "*") {
        return Err(Malformed::Region(resource.to_owned()));
    }
    let (account, path) = (parts.next(), parts.next());
    if !account.is_none_or(is_account) {
        return Err(Malformed::Legacy);
    }
    match path {
        None if resource.ends_with(['*', '}']) => Ok(()),
        None => Err(Malformed::Legacy),
        Some(path) if vendor == "iam" && account.is_some_and(|account| account != "*") => iam_path(path),
        Some(_) => Ok(()),
    }
}

/// Twelve digits, or what stands for them. Some of AWS's own have names: `aws`, `third-party`.
fn is_account(account: &str) -> bool {
    let has = |is: fn(u8) -> bool| account.bytes().all(is);
    account.contains(['*', '?', '$'])
        || has(|byte| byte.is_ascii_lowercase() || byte == b'-')
        || (account.len() == 12 && has(|byte| byte.is_ascii_digit()))
}

/// What an ARN of IAM's names.
fn iam_path(path: &str) -> Result<(), Malformed> {
    const KINDS: &[&str] = &[
        "user/",
        "federated-user/",
        "role/",
        "group/",
        "instance-profile/",
        "mfa/",
        "server-certificate/",
        "policy/",
        "sms-mfa/",
        "saml-provider/",
        "oidc-provider/",
        "report/",
        "access-report/",
    ];
    // A wildcard or a variable may stand for the kind, or for the end of one.
    let open = path.find(['*', '?', '$']).map(|at| &path[..at]);
    let is_kind = |kind: &&str| path.starts_with(kind) || open.is_some_and(|open| kind.starts_with(open));
    if path == "root" || KINDS.iter().any(is_kind) { Ok(()) } else { Err(Malformed::IamPath) }
}
