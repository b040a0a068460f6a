//! The decision.

use std::fmt;
use std::ops::ControlFlow;
use std::sync::Arc;

use crate::principal::Addressed;
use crate::{Caller, Effect, Policy, Request, Statement};

/// The policies that speak about a request.
#[derive(Debug, Clone, Copy, Default)]
pub struct Policies<'a> {
    /// The caller's own, and those of their groups.
    pub identity: &'a [Arc<Policy>],
    pub boundary: Option<&'a Policy>,
    /// Of a session that was given some: it may do what the caller may *and* one of these allows.
    pub session: Option<&'a [Arc<Policy>]>,
    pub resource: Option<&'a Policy>,
    /// The account that the resource belongs to; the caller's own when there is no telling.
    pub owner: Option<&'a str>,
    /// Nothing is allowed that the resource's policy doesn't allow: roles and keys are such resources.
    pub resource_decides: bool,
}

/// Which kind of policy had the last word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    Identity,
    Resource,
    Boundary,
    Session,
}

/// Why not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Denial {
    pub by: Source,
    /// A statement denies it; else none allows it.
    pub explicit: bool,
}

impl Denial {
    const fn explicit(by: Source) -> Self {
        Self { by, explicit: true }
    }

    const fn implicit(by: Source) -> Self {
        Self { by, explicit: false }
    }

    /// The sentence that AWS tells the caller, who is named by their ARN.
    pub fn message(&self, caller: &str, action: &str, resource: &str) -> String {
        let head = format!("User: {caller} is not authorized to perform: {action} on resource: {resource}");
        let by = self.by;
        if self.explicit {
            let article = if by == Source::Identity { "an" } else { "a" };
            format!("{head} with an explicit deny in {article} {by}")
        } else {
            format!("{head} because no {by} allows the {action} action")
        }
    }
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Identity => "identity-based policy",
            Self::Resource => "resource-based policy",
            Self::Boundary => "permissions boundary",
            Self::Session => "session policy",
        })
    }
}

/// Whether it is allowed; see the crate's head for the order.
///
/// A root user needs no identity policy; a service has none, nor has who comes from an identity provider, so it is the resource's
/// policy that decides.
pub fn evaluate(policies: &Policies<'_>, request: &Request<'_>) -> Result<(), Denial> {
    let identity = said_by(policies.identity, request);
    let boundary = policies.boundary.map(|policy| said(policy, request));
    let session = policies.session.map(|list| said_by(list, request));
    let resource = policies.resource.map(|policy| addressed(policy, request));

    let said_no = |said: Option<Said>| said == Some(Said::Deny);
    if resource == Some(Spoken::Denied) {
        return Err(Denial::explicit(Source::Resource));
    }
    for (said, source) in
        [(Some(identity), Source::Identity), (boundary, Source::Boundary), (session, Source::Session)]
    {
        if said_no(said) {
            return Err(Denial::explicit(source));
        }
    }

    let account = request.caller.account();
    let foreign = policies.owner.is_some_and(|owner| account != Some(owner));
    let spoken = match resource {
        Some(Spoken::Allowed(addressed)) => Some(addressed),
        _ => None,
    };
    match request.caller {
        Caller::Service { .. } | Caller::Federated { .. } => {
            return spoken.map(|_| ()).ok_or(Denial::implicit(Source::Resource));
        }
        Caller::Root { .. } => {
            return if (foreign || policies.resource_decides) && spoken.is_none() {
                Err(Denial::implicit(Source::Resource))
            } else {
                Ok(())
            };
        }
        Caller::User { .. } | Caller::Role { .. } | Caller::FederatedUser { .. } => {}
    }
    if !foreign && spoken == Some(Addressed::InPerson) {
        return Ok(());
    }
    let granted = !foreign && spoken == Some(Addressed::AsRole);
    if identity != Said::Allow && !granted {
        return Err(Denial::implicit(Source::Identity));
    }
    if boundary.is_some_and(|said| said != Said::Allow) {
        return Err(Denial::implicit(Source::Boundary));
    }
    if session.is_some_and(|said| said != Said::Allow) {
        return Err(Denial::implicit(Source::Session));
    }
    if (foreign || policies.resource_decides) && spoken.is_none() {
        return Err(Denial::implicit(Source::Resource));
    }
    Ok(())
}

/// The statements that apply to a request, addressed to its caller if they are addressed at all.
pub fn matching<'a>(
    policy: &'a Policy,
    request: &'a Request<'_>,
) -> impl Iterator<Item = (usize, &'a Statement)> {
    policy.statements.iter().enumerate().filter(move |(_, statement)| {
        statement.principals.as_ref().is_none_or(|principals| principals.addressed(&request.caller).is_some())
            && statement.concerns(request)
    })
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Said {
    Nothing,
    Allow,
    Deny,
}

fn said_by(policies: &[Arc<Policy>], request: &Request<'_>) -> Said {
    let all = policies.iter().try_fold(Said::Nothing, |before, policy| match said(policy, request) {
        Said::Deny => ControlFlow::Break(Said::Deny),
        Said::Allow => ControlFlow::Continue(Said::Allow),
        Said::Nothing => ControlFlow::Continue(before),
    });
    match all {
        ControlFlow::Continue(said) | ControlFlow::Break(said) => said,
    }
}

fn said(policy: &Policy, request: &Request<'_>) -> Said {
    let mut said = Said::Nothing;
    for statement in &policy.statements {
        match statement.effect {
            // Once allowed, only a deny is news.
            Effect::Allow if said == Said::Allow => {}
            Effect::Allow if statement.concerns(request) => said = Said::Allow,
            Effect::Deny if statement.concerns(request) => return Said::Deny,
            Effect::Allow | Effect::Deny => {}
        }
    }
    said
}

/// What a resource's policy says to a caller.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Spoken {
    Nothing,
    Allowed(Addressed),
    Denied,
}

fn addressed(policy: &Policy, request: &Request<'_>) -> Spoken {
    let mut spoken = Spoken::Nothing;
    for statement in &policy.statements {
        let Some(addressed) =
            statement.principals.as_ref().and_then(|named| named.addressed(&request.caller))
        else {
            continue;
        };
        let closer = match spoken {
            Spoken::Allowed(before) => addressed > before,
            Spoken::Nothing | Spoken::Denied => true,
        };
        match statement.effect {
            Effect::Deny if statement.concerns(request) => return Spoken::Denied,
            Effect::Allow if closer && statement.concerns(request) => spoken = Spoken::Allowed(addressed),
            Effect::Allow | Effect::Deny => {}
        }
    }
    spoken
}
