//! The condition keys that every request has: who calls, from where, when.

use neargate_core::{Principal, RoleSession, Timestamp};
use neargate_policy::Keys;
use neargate_wire::Context;

use crate::{Identity, Rights};

/// Whether a code of a device was shown, and how long ago. Only temporary credentials tell, because only they can be asked for
/// with a code.
pub(crate) fn put_second_factor(keys: &mut Keys<'_>, shown: Option<Timestamp>, now: Timestamp) {
    keys.set("aws:MultiFactorAuthPresent", if shown.is_some() { "true" } else { "false" });
    if let Some(shown) = shown {
        keys.set("aws:MultiFactorAuthAge", ((now.0 - shown.0).max(0) / 1000).to_string());
    }
}

impl Identity {
    /// AWS's global condition keys, as far as they apply.
    pub(crate) fn global_keys<'a>(&self, context: &'a Context, rights: &'a Rights) -> Keys<'a> {
        let mut keys = Keys::default();
        let principal = &context.principal;
        let account = principal.account();
        let now = self.clock.now();
        // Without the fraction, as AWS states it.
        let mut time = now.to_iso8601();
        time.truncate(19);
        time.push('Z');
        keys.put("aws:CurrentTime", time);
        keys.put("aws:EpochTime", (now.0 / 1000).to_string());
        keys.put("aws:RequestedRegion", context.scope.region.as_str());
        keys.put("aws:SecureTransport", if context.origin.secure { "true" } else { "false" });
        keys.put("aws:ViaAWSService", if context.origin.via.is_some() { "true" } else { "false" });
        if let Some(service) = context.origin.via {
            let name = format!("{service}.amazonaws.com");
            for key in ["aws:CalledVia", "aws:CalledViaFirst", "aws:CalledViaLast"] {
                keys.put(key, name.clone());
            }
        }
        if let Some(address) = context.origin.address {
            keys.put("aws:SourceIp", address.to_string());
        }
        if let Some(agent) = &context.origin.user_agent {
            keys.put("aws:UserAgent", &**agent);
        }
        if let Principal::Service { name, .. } = principal {
            keys.put("aws:PrincipalIsAWSService", "true");
            keys.put("aws:PrincipalServiceName", format!("{name}.amazonaws.com"));
            keys.put("aws:SourceAccount", account.as_str());
            if let Some(arn) = &context.origin.source_arn {
                keys.put("aws:SourceArn", &**arn);
            }
            return keys;
        }
        keys.put("aws:PrincipalIsAWSService", "false");
        if let Principal::Anonymous { .. } = principal {
            return keys;
        }
        keys.put("aws:PrincipalAccount", account.as_str());
        keys.put("aws:userid", principal.user_id());
        match principal {
            Principal::User(user) => {
                keys.put("aws:PrincipalType", "User");
                keys.put("aws:PrincipalArn", principal.arn());
                keys.put("aws:username", user.name.as_str());
            }
            // A role's ARN, not the session's.
            Principal::AssumedRole(RoleSession { role_arn, .. }) => {
                keys.put("aws:PrincipalType", "AssumedRole");
                keys.put("aws:PrincipalArn", role_arn.as_str());
            }
            Principal::FederatedUser(_) => {
                keys.put("aws:PrincipalType", "FederatedUser");
                keys.put("aws:PrincipalArn", principal.arn());
            }
            Principal::Root { .. } | Principal::Service { .. } | Principal::Anonymous { .. } => {
                keys.put("aws:PrincipalType", "Account");
                keys.put("aws:PrincipalArn", principal.arn());
            }
        }
        for (key, value) in &rights.tags {
            keys.put(format!("aws:PrincipalTag/{key}"), value.as_str());
        }
        if let Some(issued) = rights.token_issued {
            keys.put("aws:TokenIssueTime", issued.to_iso8601());
            put_second_factor(&mut keys, rights.second_factor, now);
        }
        if let Some(federation) = &rights.federation {
            keys.put("aws:FederatedProvider", federation.provider.as_str());
            for (key, value) in &federation.claims {
                keys.put(key.as_str(), value.as_str());
            }
        }
        if let Some(identity) = &rights.source_identity {
            keys.put("aws:SourceIdentity", identity.as_str());
        }
        keys
    }
}
