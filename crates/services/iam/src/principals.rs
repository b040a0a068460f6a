//! Users and roles that trust policies name: they must be there, and a policy means them, not whoever is called so later.
//!
//! AWS keeps their ids and tells ARNs for as long as they exist. Here documents keep the ARNs, and are rewritten when the bearer of
//! one is renamed (to the new ARN) or deleted (to the id, which nobody has ever again). Of other accounts nothing is known, so what
//! they are said to have is taken for true.

use neargate_core::AccountId;
use neargate_identity::REGION;
use neargate_identity::records::{Role, User, key};
use neargate_store::{Expect, ReadRecords as _, Reader, WriteRecords as _, Writer};
use serde_json::Value;

use crate::answer;
use crate::page::everything;
use crate::refusal::Refusal;

/// A trust policy as it is kept: a refusal if it names somebody of this account who isn't there, ARNs in the place of ids.
pub(crate) fn resolve(reader: &mut dyn Reader, account: &AccountId, trust: &str) -> Result<String, Refusal> {
    let users = format!("arn:aws:iam::{account}:user/");
    let roles = format!("arn:aws:iam::{account}:role/");
    let resolved = rewritten(trust, |principal| {
        let name = key(answer::name_of(principal));
        let found = if principal.starts_with(&users) {
            let user = reader.get_record::<User>(account.as_str(), REGION, &name)?;
            user.map(|user| user.value.arn(account)).filter(|arn| arn == principal)
        } else if principal.starts_with(&roles) {
            let role = reader.get_record::<Role>(account.as_str(), REGION, &name)?;
            role.map(|role| role.value.arn(account)).filter(|arn| arn == principal)
        } else if principal.starts_with("AIDA") {
            let mut users = everything::<User>(reader, account)?.into_iter();
            users.find(|user| user.id == principal).map(|user| user.arn(account))
        } else if principal.starts_with("AROA") {
            let mut roles = everything::<Role>(reader, account)?.into_iter();
            roles.find(|role| role.id == principal).map(|role| role.arn(account))
        } else {
            return Ok(None);
        };
        let none = || Refusal::Malformed(format!("Invalid principal in policy: \"AWS\":\"{principal}\""));
        found.map(Some).ok_or_else(none)
    });
    Ok(resolved?.unwrap_or_else(|| trust.to_owned()))
}

/// Rewrites the trust policies that name a principal.
pub(crate) fn replace(
    writer: &mut dyn Writer,
    account: &AccountId,
    old: &str,
    new: &str,
) -> Result<(), Refusal> {
    for role in everything::<Role>(writer, account)? {
        if !role.trust.contains(old) {
            continue;
        }
        let trust = rewritten(&role.trust, |principal| Ok((principal == old).then(|| new.to_owned())))?;
        if let Some(trust) = trust {
            let role = Role { trust, ..role };
            writer.put_record(account.as_str(), REGION, &role, Expect::Any)?;
        }
    }
    Ok(())
}

/// A document with other principals in the place of some of those under `AWS`; `None` if all stay.
fn rewritten(
    document: &str,
    mut instead: impl FnMut(&str) -> Result<Option<String>, Refusal>,
) -> Result<Option<String>, Refusal> {
    let mut document: Value = serde_json::from_str(document)
        .map_err(|_| Refusal::Malformed(neargate_policy::Malformed::Json.to_string()))?;
    let mut changed = false;
    for statement in many(document.get_mut("Statement")) {
        for element in ["Principal", "NotPrincipal"] {
            let named = statement.get_mut(element).and_then(|named| named.get_mut("AWS"));
            for principal in many(named) {
                let other = principal.as_str().map(&mut instead).transpose()?.flatten();
                if let Some(other) = other.filter(|other| principal != other.as_str()) {
                    *principal = Value::String(other);
                    changed = true;
                }
            }
        }
    }
    Ok(changed.then(|| document.to_string()))
}

/// What may be one or a list.
fn many(value: Option<&mut Value>) -> &mut [Value] {
    match value {
        Some(Value::Array(list)) => list,
        Some(one) => std::slice::from_mut(one),
        None => &mut [],
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::testing::Fixture;

    const ANA: &str = "arn:aws:iam::111122223333:user/a/ana";

    fn trusting(principal: &str) -> String {
        json!({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole",
            "Principal": {"Service": "ec2.amazonaws.com", "AWS": ["arn:aws:iam::444455556666:user/any", principal]},
            "Condition": {"ArnEquals": {"aws:PrincipalArn": principal}}}]})
        .to_string()
    }

    async fn trusted(iam: &Fixture, role: &str) -> String {
        let got = iam.ok("GetRole", json!({"RoleName": role})).await;
        let document = got["Role"]["AssumeRolePolicyDocument"].as_str().expect("a document").to_owned();
        let decoded = percent_encoding::percent_decode_str(&document).decode_utf8().expect("UTF-8");
        let document: serde_json::Value = serde_json::from_str(&decoded).expect("JSON");
        assert_eq!(document["Statement"][0]["Condition"]["ArnEquals"]["aws:PrincipalArn"], ANA);
        document["Statement"][0]["Principal"]["AWS"][1].as_str().expect("a principal").to_owned()
    }

    #[tokio::test]
    async fn who_is_trusted_must_be_there() {
        let iam = Fixture::new();
        let create = |document: String| json!({"RoleName": "r", "AssumeRolePolicyDocument": document});
        iam.ok("CreateUser", json!({"UserName": "ana"})).await;
        for none in [ANA, "arn:aws:iam::111122223333:role/r", "AIDAAAAAAAAAAAAAAAAAA"] {
            assert_eq!(
                iam.refused("CreateRole", create(trusting(none))).await,
                format!("MalformedPolicyDocument: Invalid principal in policy: \"AWS\":\"{none}\"")
            );
        }
        iam.ok("CreateRole", create(crate::testing::trust())).await;
        // Once it is there it may trust itself.
        for (document, is_there) in [("arn:aws:iam::111122223333:role/r", true), (ANA, false)] {
            let update = json!({"RoleName": "r", "PolicyDocument": trusting(document)});
            if is_there {
                iam.ok("UpdateAssumeRolePolicy", update).await;
            } else {
                let refused = iam.refused("UpdateAssumeRolePolicy", update).await;
                assert!(refused.starts_with("MalformedPolicyDocument: Invalid principal"), "{refused}");
            }
        }
    }

    #[tokio::test]
    async fn who_is_trusted_stays_so_by_another_name_and_is_nobody_when_deleted() {
        let iam = Fixture::new();
        let user = iam.ok("CreateUser", json!({"UserName": "ana", "Path": "/a/"})).await;
        let id = user["User"]["UserId"].as_str().expect("an id");
        iam.ok("CreateRole", json!({"RoleName": "r", "AssumeRolePolicyDocument": trusting(ANA)})).await;
        assert_eq!(trusted(&iam, "r").await, ANA);
        iam.ok("UpdateUser", json!({"UserName": "ana", "NewUserName": "bea", "NewPath": "/"})).await;
        assert_eq!(trusted(&iam, "r").await, "arn:aws:iam::111122223333:user/bea");
        iam.ok("DeleteUser", json!({"UserName": "bea"})).await;
        assert_eq!(trusted(&iam, "r").await, id);
        iam.ok("CreateUser", json!({"UserName": "bea"})).await;
        assert_eq!(trusted(&iam, "r").await, id);
    }

    #[tokio::test]
    async fn a_principal_may_be_named_by_its_id() {
        let iam = Fixture::new();
        let user = iam.ok("CreateUser", json!({"UserName": "ana", "Path": "/a/"})).await;
        let document = trusting(ANA).replace(&format!("\"{ANA}\"]"), &format!("{}]", user["User"]["UserId"]));
        iam.ok("CreateRole", json!({"RoleName": "r", "AssumeRolePolicyDocument": document})).await;
        assert_eq!(trusted(&iam, "r").await, ANA);
    }
}
